# SPDX-License-Identifier: Apache-2.0
# sideline: who is sidelined, out of sports news. `make help` lists the targets.

CC      ?= gcc
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wundef -Wvla -Wformat=2 \
        -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wcast-qual -Wimplicit-fallthrough
OPT    ?= -O2 -g
CFLAGS  = -std=c17 -D_GNU_SOURCE -DSL_VERSION='"$(VERSION)"' -Iextractor $(WARN) $(OPT) $(EXTRA)
LIBS    = -lpcre2-8 -licuuc -licui18n -lutf8proc -lpthread -lm

LIB_SRC := $(filter-out extractor/cli/%,$(wildcard extractor/*/*.c))
CLI_SRC := $(wildcard extractor/cli/*.c)
RULES   := $(wildcard rules/*.rules rules/lists/*.csv)
TESTS   := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/builtin.o
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)

all: $(BUILD)/sideline

$(BUILD)/sideline: $(CLI_OBJ) $(BUILD)/libsideline.a
	$(CC) $(CFLAGS) -o $@ $(CLI_OBJ) $(BUILD)/libsideline.a $(LIBS)

$(BUILD)/libsideline.a: $(LIB_OBJ)
	rm -f $@ && ar rcs $@ $(LIB_OBJ)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# The football rules and lists, as they are, inside the binary.
$(BUILD)/builtin.S: $(RULES) tools/embed.sh
	@mkdir -p $(@D)
	sh tools/embed.sh $(RULES) > $@
$(BUILD)/builtin.o: $(BUILD)/builtin.S
	$(CC) -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libsideline.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Itests/unit -MMD -MP -o $@ $< $(BUILD)/libsideline.a $(LIBS) -lcmocka

unit: $(TESTS:%=$(BUILD)/tests/%)
	@for t in $^; do $$t || exit 1; done

clean:
	rm -rf build

-include $(shell test -d $(BUILD) && find $(BUILD) -name '*.d')
.PHONY: all unit clean
