# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of the files named, and counts them as all suites of this house do."""
import sys
import unittest

names = [name.removesuffix(".py") for name in sys.argv[1:]]
result = unittest.TextTestRunner(verbosity=1).run(unittest.defaultTestLoader.loadTestsFromNames(names))
failed = len(result.failures) + len(result.errors)
print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed", flush=True)
sys.exit(failed > 0)
