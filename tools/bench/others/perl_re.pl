# SPDX-License-Identifier: Apache-2.0
# Every pattern over every paragraph: perl_re.pl PATTERNS TEXT
use strict;
use warnings;
use open ':std', ':encoding(UTF-8)';
open my $rules, '<:encoding(UTF-8)', $ARGV[0] or die $!;
my @patterns = map { chomp; qr/$_/ } <$rules>;
open my $text, '<:encoding(UTF-8)', $ARGV[1] or die $!;
my $hits = 0;
while (my $line = <$text>) {
    for my $p (@patterns) { $hits++ while $line =~ /$p/g }
}
print "$hits\n";
