# SPDX-License-Identifier: Apache-2.0
# sideline: who is sidelined, out of sports news. `make help` lists the targets.

ifeq ($(origin CC),default)
CC := gcc
endif
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wundef -Wvla -Wformat=2 \
        -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wcast-qual -Wimplicit-fallthrough
OPT    ?= -O2 -g
CFLAGS  = -std=c17 -D_GNU_SOURCE -DSL_VERSION='"$(VERSION)"' -Iextractor -I$(BUILD) -isystem /usr/include/libxml2 $(WARN) $(OPT) $(EXTRA)
# What every run calls; and what is loaded when it is first called (extractor/adapt/late.h).
LIBS    = -lpcre2-8 -licuuc -licui18n -lutf8proc -lz -ldl -lpthread -lm
LATE    = xml2 archive sqlite3 xlsxwriter

# Commands are shown in short; V=1 shows them whole.
ifdef V
say = $(2)
else
say = @printf '  %s\n' '$(1)'; $(2)
endif

LIB_SRC := $(filter-out extractor/cli/%,$(wildcard extractor/*/*.c))
CLI_SRC := $(wildcard extractor/cli/*.c)
RULES   := $(wildcard rules/*.rules rules/lists/*.csv)
PAGE    := $(wildcard extractor/output/page/*)
TESTS   := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
OBJ     := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/builtin.o $(BUILD)/page.o
LIB_OBJ := $(OBJ) $(BUILD)/lists.o
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)
UNIT    := $(TESTS:%=$(BUILD)/tests/%)

## all         the program, in build/
all: $(BUILD)/sideline

## demo        our own articles in, tables out, some columns shown
demo: all
	@BUILD=$(BUILD) sh tools/demo.sh

$(BUILD)/sideline: $(CLI_OBJ) $(BUILD)/libsideline.a
	$(call say,link $@,$(CC) $(CFLAGS) -o $@ $(CLI_OBJ) $(BUILD)/libsideline.a $(LIBS))

$(BUILD)/libsideline.a: $(LIB_OBJ)
	$(call say,archive $@,rm -f $@ && ar rcs $@ $(LIB_OBJ))

$(BUILD)/%.o: %.c Makefile $(BUILD)/sonames.h | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(call say,compile $<,$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<)

# The packages, where they are missing; looked at once for each build folder.
$(BUILD)/.deps: tools/deps
	@mkdir -p $(@D)
	@sh tools/deps
	@touch $@

$(BUILD)/sonames.h: tools/sonames.sh Makefile | $(BUILD)/.deps
	@sh tools/sonames.sh '$(CC)' $(LATE) > $@.new && mv $@.new $@

# The football rules and lists, as they are, inside the binary. The list of their names is an input too: a file that
# goes away must go from the binary.
$(BUILD)/builtin.names: FORCE
	@mkdir -p $(@D)
	@echo '$(RULES)' | cmp -s - $@ || echo '$(RULES)' > $@
$(BUILD)/builtin.S: $(RULES) $(BUILD)/builtin.names tools/embed.sh
	@sh tools/embed.sh builtin rules $(RULES) > $@.new && mv $@.new $@
$(BUILD)/builtin.o: $(BUILD)/builtin.S | $(BUILD)/.deps
	$(call say,embed rules/,$(CC) -c -o $@ $<)

# Their lists, compiled by the very code that reads them: an image that the program starts from.
$(BUILD)/nolists.S: tools/embed.sh
	@mkdir -p $(@D)
	@sh tools/embed.sh lists $(BUILD) > $@.new && mv $@.new $@
$(BUILD)/listimage: tools/listimage.c $(OBJ) $(BUILD)/nolists.S
	$(call say,link $@,$(CC) $(CFLAGS) -o $@ $^ $(LIBS))
$(BUILD)/lists.image: $(BUILD)/listimage
	$(call say,compile rules/lists/,$< $@ $(BUILD)/lists.hashes)
$(BUILD)/lists.S: $(BUILD)/lists.image tools/embed.sh
	@mkdir -p $(@D)
	@sh tools/embed.sh lists $(BUILD) $(BUILD)/lists.image $(BUILD)/lists.hashes > $@.new && mv $@.new $@
$(BUILD)/lists.o: $(BUILD)/lists.S $(BUILD)/lists.image
	$(call say,embed lists.image,$(CC) -c -o $@ $<)

# The parts of the HTML report.
$(BUILD)/page.S: $(PAGE) tools/embed.sh
	@mkdir -p $(@D)
	@sh tools/embed.sh page extractor/output/page $(PAGE) > $@.new && mv $@.new $@
$(BUILD)/page.o: $(BUILD)/page.S | $(BUILD)/.deps
	$(call say,embed page/,$(CC) -c -o $@ $<)

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libsideline.a
	@mkdir -p $(@D)
	$(call say,compile $<,$(CC) $(CFLAGS) -Itests/unit -MMD -MP -o $@ $< $(BUILD)/libsideline.a $(LIBS) $(LATE:%=-l%) -lcmocka)

## test        all tests; the last line counts them
test: all $(UNIT) $(BUILD)/bench/news
	@BUILD=$(BUILD) sh tests/run.sh all
## unit        the tests of single files of C
unit: $(UNIT)
	@BUILD=$(BUILD) sh tests/run.sh unit
## golden      the command run on cases, its output compared
golden: all
	@BUILD=$(BUILD) sh tests/run.sh golden
## jobs        what runs in several threads
jobs: all $(BUILD)/tests/test_job $(BUILD)/tests/test_journal
	@BUILD=$(BUILD) sh tests/run.sh jobs
## clients     the programs that read what comes out: LibreOffice, a browser, ... (sh tools/deps ci)
clients: all
	@BUILD=$(BUILD) sh tests/clients/run.sh
## check-rules the tests inside the rule files
check-rules: all
	@BUILD=$(BUILD) sh tests/run.sh rules
## floors      who includes whom
floors:
	sh tools/floors.sh
	sh tests/floors.sh
## bless       shows each difference of the golden cases and takes it over
bless: all
	@BUILD=$(BUILD) sh tests/golden/run.sh --bless

# Builds of their own, so that objects are not mixed.
## asan        unit and golden tests under AddressSanitizer and UBSan
asan:
	$(MAKE) BUILD=build/asan OPT='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all' unit golden
## tsan        the tests of jobs with several threads under ThreadSanitizer
tsan:
	$(MAKE) BUILD=build/tsan OPT='-O1 -g -fsanitize=thread' jobs
## valgrind    an article and a page: no leak, no error
valgrind: all
	valgrind -q --suppressions=tools/valgrind.supp --leak-check=full --errors-for-leak-kinds=all --error-exitcode=3 \
	    $(BUILD)/sideline extract -o $(BUILD)/valgrind $(foreach f,articles/*.txt html/club/*.html,$(firstword $(sort $(wildcard corpus/$(f)))))

## bench       what it costs, in one table: BENCH=small (a minute), medium, full (hours); tools/bench/README.md
BENCH ?= small
bench: all $(BUILD)/bench/news $(BUILD)/bench/measure
	@python3 tools/bench/bench.py --build $(BUILD) --size $(BENCH)
$(BUILD)/bench/%: tools/bench/%.c
	@mkdir -p $(@D)
	$(call say,compile $<,$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -o $@ $<)

## format      clang-format over all C
format:
	clang-format -i extractor/*/*.[ch] tests/unit/*.[ch]

MAN := $(DESTDIR)$(PREFIX)/share/man/man1/sideline.1
BASH_COMPLETION := $(DESTDIR)$(PREFIX)/share/bash-completion/completions/sideline
ZSH_COMPLETION  := $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_sideline
FISH_COMPLETION := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/sideline.fish

## install     binary, library, header, pkg-config file, rules, man page, completions: PREFIX, DESTDIR
install: all
	SIDELINE=$(BUILD)/sideline sh tools/completions.sh $(BUILD)/completions
	install -D -m 644 $(BUILD)/completions/sideline.bash $(BASH_COMPLETION)
	install -D -m 644 $(BUILD)/completions/_sideline $(ZSH_COMPLETION)
	install -D -m 644 $(BUILD)/completions/sideline.fish $(FISH_COMPLETION)
	install -D -m 755 $(BUILD)/sideline $(DESTDIR)$(PREFIX)/bin/sideline
	install -D -m 644 $(BUILD)/libsideline.a $(DESTDIR)$(PREFIX)/lib/libsideline.a
	install -D -m 644 extractor/run/sideline.h $(DESTDIR)$(PREFIX)/include/sideline.h
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(dir $(MAN))
	sed 's,@PREFIX@,$(PREFIX),; s,@VERSION@,$(VERSION),' tools/sideline.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/sideline.pc
	sed 's,@VERSION@,$(VERSION),' tools/sideline.1 > $(MAN)
	for f in $(RULES); do install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/sideline/$$f || exit 1; done
## uninstall   takes them away
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/sideline $(DESTDIR)$(PREFIX)/lib/libsideline.a $(DESTDIR)$(PREFIX)/include/sideline.h
	rm -f $(DESTDIR)$(PREFIX)/lib/pkgconfig/sideline.pc $(MAN)
	rm -f $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)
	rm -rf $(DESTDIR)$(PREFIX)/share/sideline

## deps        every package needed, installed
deps:
	sh tools/deps
## clean       takes build/ away
clean:
	rm -rf build
## help        this list
help:
	@sed -n 's/^## //p' Makefile

-include $(shell test -d $(BUILD) && find $(BUILD) -name '*.d')
.PHONY: all demo test unit golden jobs clients check-rules floors bless asan tsan valgrind bench format install uninstall deps clean help FORCE
