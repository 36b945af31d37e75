# SPDX-License-Identifier: GPL-3.0-or-later
## libcohort: cohort-component population projection.  GNU Make; everything is built under build/.
##
##   make            the static and the shared library, what pkg-config and CMake ask for, and
##                   the program build/cohort
##   make demo       the reference case on one screen, and a report as build/nemuro.html
##   make examples   build/examples/NAME from each examples/NAME.c; ensemble_mpi if mpicc is there
##   make man        write the program's man pages, examples/cohort/man/*.1, anew from its help
##   make test       unit tests, examples against their expected output, consumers of an
##                   installed copy, the pages' links and programs, the rooms of the library
##   make unit       the unit tests only
##   make fuzz       libFuzzer (clang) on each reader and family of functions, FUZZ_SECONDS=60 each
##   make check-all  the tests, every fault, fuzzers, other compilers, coverage, mutants: an hour
##   make gallery    draw examples/gallery/*.svg anew
##   make api        write lib/doc/api.json, the list of the interface, anew
##   make live       the page that projects in a browser: build/live/cohort.html, one file
##                   (examples/web/cohort.html is that of the last version)
##   make windows    by mingw-w64: build/windows/cohort.exe, the DLL and what links with it
##   make windows-zip  these, the tables, the live page and the reference: build/cohort-VERSION-windows.zip
##   make bench      run the benchmarks: CSV on standard output
##   make doc        the reference of include/cohort by Doxygen: build/doc/html/index.html
##   make dist       the sources with reference and man pages as HTML: build/libcohort-VERSION.tar.gz,
##                   the same bytes from the same commit, or from what it contains
##   make install    into $(DESTDIR)$(prefix): the library, the program cohort with its man pages
##                   and bash completion, and the tables it needs; `make uninstall` takes the same
##                   files away
##   make clean      remove build/
##
## `make demo`, `make live`, `make windows`, `make windows-zip` and `make test` install what is missing of pkg-config,
## GSL, (live) emscripten, (windows) mingw-w64 and (test) cmocka if apt-get can do it without a question;
## NO_INSTALL=1 forbids it. `make live` and `make windows` also fetch sources of Debian.
##
## Variables: CC CXX AR CFLAGS CPPFLAGS LDFLAGS LDLIBS PKG_CONFIG; prefix bindir libdir includedir
## datadir mandir docdir DESTDIR, the same for make and make install; BUILD=dir instead of build;
## OPENMP=0: no threads in the library; BOOKS= and XLSX=: a program that does not read or write workbooks;
## WERROR=1 makes warnings errors; V=1 shows the commands.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

# As many jobs as there are processors, unless the caller says how many, there or in the environment.
ifeq ($(MAKELEVEL)$(findstring j,$(filter-out --%,$(shell echo "$$MAKEFLAGS"))),0)
MAKEFLAGS += -j$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
endif

# --- What the user may set -----------------------------------------------------------------------

CFLAGS ?= -O3 -g
PKG_CONFIG ?= pkg-config
export CC CXX CPPFLAGS CFLAGS LDFLAGS PKG_CONFIG

# Plain assignments: a stray variable of the environment must not move an installation.
BUILD = build
OPENMP = 1
prefix = /usr/local
ifneq ($(findstring command,$(origin PREFIX)$(origin LIBDIR)),)
$(error PREFIX and LIBDIR are not used here: expected prefix= and libdir=)
endif
bindir = $(prefix)/bin
libdir = $(prefix)/lib
includedir = $(prefix)/include
pkgconfigdir = $(libdir)/pkgconfig
cmakedir = $(libdir)/cmake/cohort
datadir = $(prefix)/share
mandir = $(datadir)/man
completionsdir = $(datadir)/bash-completion/completions
fixturesdir = $(datadir)/cohort
docdir = $(datadir)/doc/libcohort

# --- Names ---------------------------------------------------------------------------------------

VERSION := $(shell sed -nE 's/^.define COHORT_VERSION_(MAJOR|MINOR|PATCH) +//p' \
	include/cohort/version.h | paste -sd.)
# 0.x: the first two numbers, later the first (lib/doc/interface.md)
NUMBERS := $(subst ., ,$(VERSION))
SONAME := libcohort.so.$(firstword $(NUMBERS))$(if $(filter 0,$(firstword $(NUMBERS))),.$(word 2,$(NUMBERS)))
STATIC := $(BUILD)/libcohort.a
SHARED := $(BUILD)/libcohort.so.$(VERSION)
SHARED_LINKS := $(BUILD)/$(SONAME) $(BUILD)/libcohort.so
SHARED_FLAGS := -Wl,-soname,$(SONAME)
PC := $(BUILD)/cohort.pc
CMAKE_FILES := $(BUILD)/cohort-config.cmake $(BUILD)/cohort-config-version.cmake

# $(call programs,DIR/PREFIX): the program made from each DIR/PREFIX*.c
# $(call objects,FILES): the object of each .c file
programs = $(patsubst %.c,$(BUILD)/%$(EXE),$(wildcard $(1)*.c))
objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

# Windows (lib/doc/windows.md) has other names, and what stands before each file and each program.
WINDOWS := $(findstring mingw,$(CC))
ifneq ($(WINDOWS),)
EXE := .exe
SHARED := $(BUILD)/$(subst .so.,-,$(SONAME)).dll
SHARED_LINKS :=
EXPORTED := $(BUILD)/cohort.def
SHARED_FLAGS := $(EXPORTED) -Wl,--out-implib,$(BUILD)/libcohort.dll.a
START := $(BUILD)/obj/examples/windows/start.o $(BUILD)/obj/examples/windows/manifest.o
STATIC_FLAGS := -static -Wl,--no-insert-timestamp
START_FLAGS := -municode -Wl,--stack,8388608
# (gcc aligns the stack to 16 bytes there and moves vectors of 32 as if they were aligned: its bug 54412.)
WINDOWS_FLAGS := -std=gnu11 -include lib/core/windows.h -D__USE_MINGW_ANSI_STDIO=1 \
	-D_FILE_OFFSET_BITS=64 -Wa,-muse-unaligned-vector-move \
	-Wno-float-conversion # its isfinite()
endif

HEADERS := $(wildcard include/cohort/*.h)
SOURCES := $(wildcard lib/*/*.c)
OBJECTS := $(call objects,$(SOURCES))
# MPI's compiler, if it finds its header
MPICC := $(if $(WINDOWS),,$(shell mpicc -E -x c -include mpi.h /dev/null >/dev/null 2>&1 && command -v mpicc))
# What the program can do without, each with the word that tells it of it: workbooks read and written
BOOKS := $(shell $(PKG_CONFIG) --exists libzip expat 2>/dev/null && echo libzip expat)
XLSX := $(shell $(PKG_CONFIG) --exists xlsxwriter 2>/dev/null && echo xlsxwriter)
EXAMPLES := $(filter-out $(if $(MPICC),,%_mpi$(EXE)),$(call programs,examples/))
# The program; the same to be installed, but for where it looks for the tables of the fixtures.
PROGRAM := $(BUILD)/cohort$(EXE)
INSTALLED_PROGRAM := $(BUILD)/installed/cohort$(EXE)
PROGRAM_SOURCES := $(filter-out $(if $(BOOKS),,%/book_part.c %/book_xlsx.c %/book_ods.c), \
	$(wildcard examples/cohort/*.c examples/cohort/*/*.c))
PROGRAM_OBJECTS := $(call objects,$(PROGRAM_SOURCES)) $(BUILD)/obj/page_style.o
PROGRAM_PAGES := $(sort $(wildcard examples/cohort/man/*.1))
COMPLETION := examples/cohort/man/cohort.bash
PROGRAM_FIXTURES := $(addprefix fixtures/,areas.csv census.csv census2020.csv ipss2018.csv ipss2023.csv japan.csv \
	nemuro_plan.csv nemuro_published.csv observed.csv peers.csv prefectures.csv pupils.csv spreads.csv)
LIBRARY_PAGE := lib/doc/libcohort.3
PAGES := $(sort $(wildcard lib/doc/*.md))
# (What test_output asks of files, links and rights is POSIX; C's own functions on Windows allocate in
# places that test_memory and test_memory_each would have fail.)
TESTS := $(filter-out $(if $(WINDOWS),%/test_output.exe %/test_memory.exe %/test_memory_each.exe),$(call programs,tests/test_))
# The one that takes longest first.
EXAMPLE_TESTS := tests/examples/report.sh $(filter-out %/report.sh,$(sort $(wildcard tests/examples/*.sh)))
BENCHES := $(call programs,tests/bench/bench_)
# The list of cases that all languages and machines go through
CASES := $(BUILD)/tests/cases/cases$(EXE)
TEST_SUPPORT := $(call objects,$(wildcard tests/support/*.c))
BENCH_COMMON := $(call objects,$(wildcard tests/bench/common/*.c))
# What programs share: archives, so that each links only what it uses.
TEST_ARCHIVE := $(BUILD)/check.a
BENCH_ARCHIVE := $(BUILD)/bench.a
LINKED_OBJECTS := $(patsubst $(BUILD)/%$(EXE),$(BUILD)/obj/%.o,$(EXAMPLES) $(TESTS) $(BENCHES) $(CASES)) \
	$(PROGRAM_OBJECTS) $(TEST_SUPPORT) $(BENCH_COMMON) \
	$(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/fuzz/*.c))

# --- Flags: ours stand beside the user's, which come last and win --------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wdouble-promotion -Wformat=2 \
	-Wconversion -Wno-enum-float-conversion $(if $(filter 1,$(WERROR)),-Werror)
OWN_FLAGS = -std=c11 -Iinclude -fvisibility=hidden -ffp-contract=off $(OPENMP_FLAG) $(WARNINGS) $(WINDOWS_FLAGS)
FIXTURES_FLAG := -DCOHORT_FIXTURES='"$(if $(WINDOWS),,$(CURDIR)/)fixtures"'
SYSTEM_LIBS = $(strip $(OPENMP_LIBS) -lm)

# Threads, if the compiler has OpenMP: asked at the first use, once.
OPENMP_FOUND = $(eval OPENMP_FOUND := $$(shell CC='$$(CC)' sh lib/build/openmp $$(OPENMP) $$(CPPFLAGS) \
	$$(CFLAGS) $$(STATIC_FLAGS) $$(LDFLAGS)))$(OPENMP_FOUND)
OPENMP_FLAG = $(firstword $(OPENMP_FOUND))
OPENMP_LIBS = $(wordlist 2,3,$(OPENMP_FOUND))

# Asked by the shell as a recipe runs, when `needs` has seen to it that there is an answer.
GSL_CFLAGS = $$($(PKG_CONFIG) --cflags gsl)
GSL_LIBS = $$($(PKG_CONFIG) --libs gsl)

COMPILER = $(CC)
COMPILE = $(COMPILER) $(OWN_FLAGS) $(DIR_FLAGS) $(GSL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
LINK = $(COMPILER) $(OPENMP_FLAG) $(CFLAGS) $(STATIC_FLAGS) $(START_FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(sort $(filter %.a,$^))
LINK_LIBS = $(GSL_LIBS) $(SYSTEM_LIBS) $(LDLIBS)

BOOK_FLAGS = $(if $(BOOKS),-DCOHORT_BOOKS) $(if $(XLSX),-DCOHORT_XLSX) $(BOOK_CFLAGS)
BOOK_CFLAGS = $(if $(BOOKS)$(XLSX),$$($(PKG_CONFIG) --cflags $(BOOKS) $(XLSX)))
BOOK_LIBS = $(if $(BOOKS)$(XLSX),$$($(PKG_CONFIG) --libs $(BOOKS) $(XLSX)))

# DIR_FLAGS: what a directory's files see beyond the public headers
# (COHORT_STATIC: see export.h. Our own programs link the static library; the shared one has the same
# objects.)
# A test is handed a state, which few have a use for: only tests may have unused parameters.
LIB_FLAGS := -DCOHORT_STATIC -Ilib $(if $(WINDOWS),,-fPIC -fno-semantic-interposition)
$(BUILD)/obj/lib/%.o: DIR_FLAGS = $(LIB_FLAGS)
$(BUILD)/obj/examples/%.o: DIR_FLAGS = -DCOHORT_STATIC
$(BUILD)/obj/examples/cohort/%.o: DIR_FLAGS = -DCOHORT_STATIC -Iexamples/cohort -I$(BUILD) $(FIXTURES_FLAG) \
	$(BOOK_FLAGS)
$(BUILD)/obj/tests/%.o: DIR_FLAGS = -DCOHORT_STATIC -Ilib -Itests -Iexamples/cohort -Wno-unused-parameter \
	$(FIXTURES_FLAG) $(BOOK_FLAGS)
$(BUILD)/obj/tests/fuzz/%.o: DIR_FLAGS = -DCOHORT_STATIC -Itests -Iexamples/cohort $(BOOK_FLAGS)

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),@printf '  %-4s %s\n' $(1) $@,@:)
quote = '$(subst ','\'',$(1))'

# A file that changes only when its text does: what is built with other flags, or from other
# sources, is built again.
write_if_changed = @mkdir -p $(@D); printf '%s\n' $(call quote,$(1)) | cmp -s - $@ || \
	printf '%s\n' $(call quote,$(1)) > $@

# --- The library ---------------------------------------------------------------------------------

.PHONY: all api dist examples man demo gallery live windows windows-zip tests test unit benches bench doc fuzzers fuzz check-all install uninstall clean help needs FORCE

all: $(STATIC) $(SHARED) $(SHARED_LINKS) $(PC) $(CMAKE_FILES) $(PROGRAM) $(INSTALLED_PROGRAM)

# Which goal was asked decides whether anything may be installed, and whether cmocka is needed.
needs:
	@INSTALL=$(if $(filter demo live windows windows-zip test,$(MAKECMDGOALS)),1,0) NO_INSTALL=$(NO_INSTALL) \
	sh lib/build/needs gsl $(if $(filter test unit $(TESTS),$(MAKECMDGOALS)),cmocka) \
		$(if $(filter live windows-zip,$(MAKECMDGOALS)),emcc dpkg-source cmake) \
		$(if $(filter windows windows-zip,$(MAKECMDGOALS)),$(WINDOWS_TARGET)-gcc dpkg-source cmake) \
		$(if $(filter windows-zip,$(MAKECMDGOALS)),zip) \
		$(if $(filter dist windows-zip,$(MAKECMDGOALS)),doxygen groff)

$(BUILD)/flags: FORCE
	$(call write_if_changed,$(CC) $(AR) $(OWN_FLAGS) $(LIB_FLAGS) $(FIXTURES_FLAG) $(BOOK_FLAGS) $(CPPFLAGS) \
		$(CFLAGS) $(LDFLAGS) $(LDLIBS) $(SONAME))

$(BUILD)/sources: FORCE
	$(call write_if_changed,$(SOURCES))

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | needs
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(COMPILE)

$(STATIC): $(OBJECTS) $(BUILD)/sources
	$(call say,AR)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(OBJECTS)

# What a DLL exports is listed, with its name, which an import library made of the list asks for.
$(BUILD)/cohort.def: lib/doc/api.json $(BUILD)/flags
	@mkdir -p $(@D)
	@{ printf 'LIBRARY "%s"\nEXPORTS\n' $(notdir $(SHARED)); \
	sed -n '/^"functions"/,/^]/s/^  {"name": "\([^"]*\)".*/\1/p' $<; } > $@

$(SHARED): $(OBJECTS) $(BUILD)/sources $(EXPORTED)
	$(call say,LD)
	$(Q)$(LINK) -shared $(SHARED_FLAGS) $(LINK_LIBS)

$(SHARED_LINKS): $(SHARED)
	@ln -sf $(<F) $@

# Written anew by every make, so that they follow the prefix of this one. A path as sed takes it; one
# below the prefix (`^` stands where it begins).
as_sed = $(subst |,\|,$(subst &,\&,$(subst \,\\,$1)))
below_prefix = $(subst ^,,$(subst ^$(prefix)/,$${prefix}/,^$1))
$(PC) $(CMAKE_FILES): $(BUILD)/%: lib/%.in FORCE
	@mkdir -p $(@D)
	@sed -e 's|@prefix@|$(call as_sed,$(prefix))|' -e 's|@version@|$(VERSION)|' \
		-e 's|@syslibs@|$(SYSTEM_LIBS)|' -e 's|@soname@|$(SONAME)|' \
		-e 's|@full_libdir@|$(call as_sed,$(libdir))|' \
		-e 's|@full_includedir@|$(call as_sed,$(includedir))|' \
		-e 's|@libdir@|$(call as_sed,$(call below_prefix,$(libdir)))|' \
		-e 's|@includedir@|$(call as_sed,$(call below_prefix,$(includedir)))|' $< > $@

-include $(OBJECTS:.o=.d) $(LINKED_OBJECTS:.o=.d)

# --- Programs ------------------------------------------------------------------------------------

examples: $(EXAMPLES)
	$(if $(MPICC),,@echo '  --   no mpicc (libopenmpi-dev) here: examples/ensemble_mpi.c is not built')

# MPI's compiler is the chosen one with what MPI needs; `private` keeps it from what is linked in.
$(BUILD)/obj/examples/%_mpi.o $(BUILD)/examples/ensemble_mpi: private COMPILER = \
	OMPI_CC='$(CC)' MPICH_CC='$(CC)' $(MPICC)

$(TEST_ARCHIVE): $(TEST_SUPPORT)
$(BENCH_ARCHIVE): $(BENCH_COMMON)
$(TEST_ARCHIVE) $(BENCH_ARCHIVE):
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(TESTS): $(TEST_ARCHIVE)
$(BENCHES): $(BENCH_ARCHIVE)
$(TESTS): PROGRAM_LIBS = $$($(PKG_CONFIG) --libs cmocka)
$(BUILD)/tests/test_concurrent$(EXE): PROGRAM_LIBS += -pthread
# Their allocations go through functions of their own.
$(BUILD)/tests/test_memory$(EXE) $(BUILD)/tests/test_memory_each$(EXE): PROGRAM_LIBS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free
# The program's readers of workbooks, tried as a part of the library is.
BOOK_OBJECTS := $(filter %/book.o %/book_part.o %/book_styles.o %/book_xlsx.o %/book_ods.o, \
	$(PROGRAM_OBJECTS))
$(BUILD)/tests/test_book$(EXE) $(BUILD)/tests/test_book_fuzz$(EXE): $(BOOK_OBJECTS)
$(BUILD)/tests/test_book$(EXE) $(BUILD)/tests/test_book_fuzz$(EXE): PROGRAM_LIBS += $(BOOK_LIBS)
$(BUILD)/tests/test_book$(EXE): PROGRAM_LIBS += -Wl,--wrap=realloc
$(EXAMPLES) $(TESTS) $(BENCHES) $(CASES): $(BUILD)/%$(EXE): $(BUILD)/obj/%.o $(START) $(STATIC)
	$(call say,LD)
	@mkdir -p $(@D)
	$(Q)$(LINK) $(PROGRAM_LIBS) $(LINK_LIBS)

$(PROGRAM): $(PROGRAM_OBJECTS) $(START) $(STATIC)
	$(call say,LD)
	$(Q)$(LINK) $(BOOK_LIBS) $(LINK_LIBS)

# The texts of its pictures and reports: `#define W_KEY "one", "a language"` of each line.
$(BUILD)/words_list.h: examples/cohort/text/words.tsv
	@mkdir -p $(@D)
	@awk -F'\t' '/^#/ { next } !n { n = NF - 1; print "enum { LANGUAGES = " n " };"; next } \
		{ text = ""; for (i = 2; i <= n + 1; i++) text = text (i == 2 ? " " : ", ") "\"" $$i "\""; \
		print "#define W_" $$1 text }' $< > $@
$(PROGRAM_OBJECTS): | $(BUILD)/words_list.h

# The style and the script of its pages, as lines in C: one text would be longer than C11 promises.
$(BUILD)/page_style.c: examples/cohort/report/page.css examples/cohort/report/page.js
	@mkdir -p $(@D)
	@printf '#include "report/page_style.h"\n' > $@
	@for text in style:css script:js; do \
		printf 'const char *const page_%s[] = {\n' $${text%:*}; \
		sed '/SPDX/d; s/[\\"]/\\&/g; s/.*/"&\\n",/' examples/cohort/report/page.$${text#*:}; \
		echo 'NULL};'; \
	done >> $@

$(BUILD)/obj/page_style.o: DIR_FLAGS = -DCOHORT_STATIC -Iexamples/cohort
$(BUILD)/obj/page_style.o: $(BUILD)/page_style.c $(BUILD)/flags | needs
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(COMPILE)

$(INSTALLED_PROGRAM): $(filter-out %/folder.o,$(PROGRAM_OBJECTS)) $(BUILD)/obj/installed/folder.o \
		$(START) $(STATIC)
	$(call say,LD)
	@mkdir -p $(@D)
	$(Q)$(LINK) $(BOOK_LIBS) $(LINK_LIBS)

$(BUILD)/fixturesdir: FORCE
	$(call write_if_changed,$(INSTALLED_FIXTURES))

INSTALLED_FIXTURES = $(if $(filter /%,$(fixturesdir)),,$(CURDIR)/)$(fixturesdir)
$(BUILD)/obj/installed/folder.o: DIR_FLAGS = -DCOHORT_STATIC -Iexamples/cohort \
	-DCOHORT_FIXTURES='"$(INSTALLED_FIXTURES)"'
$(BUILD)/obj/installed/folder.o: examples/cohort/inputs/folder.c $(BUILD)/fixturesdir \
		$(BUILD)/flags | needs
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(COMPILE)

# They are kept in the tree, so that a build for another machine need not run its program.
man: $(PROGRAM)
	$(Q)sh examples/cohort/man/write.sh $(PROGRAM) examples/cohort/man

demo: $(PROGRAM)
	@$(PROGRAM) nemuro --summary
	@$(PROGRAM) report -o $(BUILD)/nemuro.html
	@echo; echo "  All figures: $(PROGRAM) nemuro"
	@echo "  The report, with pictures: $(abspath $(BUILD))/nemuro.html (open it in a browser)"
	@echo "  Plans by sliders, without installing: $(CURDIR)/examples/web/cohort.html (in a browser)"

gallery: $(PROGRAM)
	sh examples/gallery/draw.sh $(PROGRAM) examples/gallery

# --- The live page -------------------------------------------------------------------------------

# The library and the program once more, as WebAssembly, with what stands behind the page.
LIVE := $(BUILD)/live
LIVE_TOOLS := $(BUILD)/toolchain/wasm
LIVE_SOURCES := $(SOURCES) $(wildcard examples/web/*.c) \
	$(filter-out %/progress.c,$(wildcard examples/cohort/*.c examples/cohort/*/*.c))
LIVE_OBJECTS := $(LIVE_SOURCES:%.c=$(LIVE)/obj/%.o) $(LIVE)/obj/page_style.o
LIVE_PAGE := $(addprefix examples/web/,page.html style.css) $(wildcard examples/web/*.js)
EMCC := NODE_PATH=/usr/share/nodejs emcc
LIVE_CFLAGS := -O2 -msimd128 -std=c11 -ffp-contract=off $(WARNINGS) -Iinclude -I$(BUILD) \
	-isystem $(LIVE_TOOLS)/include -DCOHORT_STATIC -DCOHORT_BOOKS -DCOHORT_XLSX \
	-DCOHORT_FIXTURES='"/fixtures"'
LIVE_LINK := -sMODULARIZE=1 -sEXPORT_NAME=createCohort -sINVOKE_RUN=0 -sALLOW_MEMORY_GROWTH=1 \
	-sFORCE_FILESYSTEM=1 -sENVIRONMENT=web,worker -sTOTAL_STACK=2MB \
	-sEXPORTED_FUNCTIONS=_main -sEXPORTED_RUNTIME_METHODS=FS,callMain,ccall,stackSave,stackRestore

live: $(LIVE)/cohort.html $(LIVE)/cases.js
	@echo 'The live page: $(LIVE)/cohort.html (open it in a browser)'

$(LIVE_TOOLS)/done: lib/build/toolchain | needs
	$(Q)sh lib/build/toolchain wasm $(BUILD)/toolchain

$(LIVE)/obj/lib/%.o: DIR_FLAGS = -Ilib
$(LIVE)/obj/examples/%.o $(LIVE)/obj/page_style.o: DIR_FLAGS = -Iexamples/cohort
$(LIVE)/obj/examples/web/%.o: DIR_FLAGS += -Wno-missing-prototypes

$(LIVE)/obj/%.o: %.c $(LIVE_TOOLS)/done | $(BUILD)/words_list.h
	$(call say,EMCC)
	@mkdir -p $(@D)
	$(Q)$(EMCC) $(LIVE_CFLAGS) $(DIR_FLAGS) -MMD -MP -c -o $@ $<

$(LIVE)/obj/page_style.o: $(BUILD)/page_style.c $(LIVE_TOOLS)/done
	@mkdir -p $(@D)
	$(Q)$(EMCC) $(LIVE_CFLAGS) $(DIR_FLAGS) -c -o $@ $<

$(LIVE)/cohort.js: $(LIVE_OBJECTS)
	$(call say,LD)
	$(Q)$(EMCC) -O2 $(LIVE_LINK) -o $@ $^ $(addprefix $(LIVE_TOOLS)/lib/,libzip.a libexpat.a \
		libxlsxwriter.a libz.a libgsl.a)

# The list of cases once more in it, by node
$(LIVE)/cases.js: $(filter $(LIVE)/obj/lib/%,$(LIVE_OBJECTS)) tests/cases/cases.c
	$(call say,LD)
	$(Q)$(EMCC) $(LIVE_CFLAGS) -Itests -sSINGLE_FILE=1 -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=2MB -o $@ $^ \
		$(LIVE_TOOLS)/lib/libgsl.a

$(LIVE)/cohort.html: $(LIVE)/cohort.js $(LIVE_PAGE) examples/web/assemble $(PROGRAM_FIXTURES) \
		examples/cohort/text/words.tsv examples/cohort/report/page.css
	$(Q)sh examples/web/assemble $(LIVE) $(VERSION) $(PROGRAM_FIXTURES)

-include $(LIVE_OBJECTS:.o=.d)

# --- Windows -------------------------------------------------------------------------------------

WINDOWS_TARGET := x86_64-w64-mingw32
WINDOWS_TOOLS := $(BUILD)/toolchain/$(WINDOWS_TARGET)
WINDOWS_GOALS := all

$(WINDOWS_TOOLS)/done: lib/build/toolchain | needs
	$(Q)sh lib/build/toolchain $(WINDOWS_TARGET) $(BUILD)/toolchain

# The same rules with another compiler, which finds what the toolchain has built.
windows: $(WINDOWS_TOOLS)/done
	$(Q)PKG_CONFIG_LIBDIR=$(abspath $(WINDOWS_TOOLS))/lib/pkgconfig $(MAKE) CC=$(WINDOWS_TARGET)-gcc \
		AR=$(WINDOWS_TARGET)-ar BUILD=$(BUILD)/windows $(WINDOWS_GOALS)

windows-zip: windows dist $(LIVE)/cohort.html
	$(Q)sh lib/build/windows-zip $(BUILD) $(VERSION) $(PROGRAM_FIXTURES)

$(BUILD)/obj/examples/windows/manifest.o: examples/windows/manifest.xml
	@mkdir -p $(@D)
	@echo '1 24 "$<"' | $(CC:gcc=windres) -o $@

# What is fuzzed: with a fuzzer's own main, or with one that only replays the corpus.
FUZZERS := $(call programs,tests/fuzz/fuzz_)
FUZZING = 0
PROGRAM_ARCHIVE := $(BUILD)/program.a
$(PROGRAM_ARCHIVE): $(filter-out %/cohort/main.o %/text/say.o,$(PROGRAM_OBJECTS))
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(FUZZERS): PROGRAM_LIBS = $(BOOK_LIBS)
$(FUZZERS): $(BUILD)/%$(EXE): $(BUILD)/obj/%.o $(if $(filter 1,$(FUZZING)),,$(BUILD)/obj/tests/fuzz/replay.o) \
		$(PROGRAM_ARCHIVE) $(STATIC)
	$(call say,LD)
	@mkdir -p $(@D)
	$(Q)$(COMPILER) $(OPENMP_FLAG) $(CFLAGS) $(STATIC_FLAGS) $(START_FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(PROGRAM_ARCHIVE) $(STATIC) \
		$(PROGRAM_LIBS) $(LINK_LIBS)
fuzzers: $(FUZZERS)

# What a corpus holds, once more: BUILD/tests/fuzz/fuzz_NAME with tests/corpus/NAME.
REPLAYS := $(foreach f,$(FUZZERS),'$(f) tests/corpus/$(patsubst fuzz_%$(EXE),%,$(notdir $(f)))')

FUZZ_SECONDS = 60
fuzz:
	@sh tests/fuzz/run.sh $(FUZZ_SECONDS)

# What lib/doc/robustness.md tells of.
check-all: test
	@sh lib/build/tally $(BUILD)/log 'sh tests/faults/run.sh $(BUILD) 1' 'FUZZ_TIMEOUT=60 sh tests/fuzz/run.sh $(FUZZ_SECONDS)' \
		'sh tests/same.sh $(BUILD)' 'sh tests/abi.sh $(BUILD)/libcohort.so' 'sh tests/coverage.sh' \
		'sh tests/counts.sh $(BUILD)' 'sh tests/mutants.sh'

# Allocations and system calls that fail, by number: every FAULT_STEPth.
FAULTS := $(BUILD)/faults $(BUILD)/preload.so
FAULT_STEP = 151
$(BUILD)/faults: tests/faults/faults.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O1 $(WARNINGS) -o $@ $<
$(BUILD)/preload.so: tests/faults/preload.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O1 -w -shared -fPIC -o $@ $<

test: all $(TESTS) $(CASES) $(EXAMPLES) $(FAULTS) $(FUZZERS)
	@sh lib/build/tally $(BUILD)/log $(patsubst %,'sh % $(BUILD)',$(EXAMPLE_TESTS) tests/consumer/run.sh) \
		$(TESTS) '$(CASES) tests/cases/cases.txt' $(REPLAYS) \
		'sh tests/faults/run.sh $(BUILD) $(FAULT_STEP)' 'sh tests/docs.sh' 'sh tests/rooms.sh $(BUILD)' 'sh tests/api.sh $(BUILD)' 'sh tests/tutorial.sh $(BUILD)' 'sh tests/published.sh $(BUILD) $(wildcard ../shared/data/wpp)' 'sh tests/forecast.sh $(BUILD) $(COHORT_RAW)'

unit: $(TESTS)
	@sh lib/build/tally $(BUILD)/log $(TESTS)

tests: $(TESTS) $(EXAMPLES)

benches: $(BENCHES)

# The folder of Japan's published tables, if there is one: tests and benchmarks of the whole country.
ifneq ($(wildcard ../shared/data/japan),)
export COHORT_RAW ?= ../shared/data/japan
endif

# The build's own lines go to standard error: standard output is the CSV.
bench:
	@$(MAKE) --no-print-directory benches >&2
	@echo case,unit,ours,reference,ratio
	@set -e; for bench in $(BENCHES); do $$bench; done

# --- Reference -----------------------------------------------------------------------------------

# The interface as a list: tests/api.sh compares it with the headers and with what is exported.
api:
	$(Q)LC_ALL=C awk -f lib/doc/api.awk $(sort $(HEADERS)) > lib/doc/api.json

# Everything in the headers is documented, or this fails.
doc:
	@sh lib/build/needs doxygen
	@mkdir -p $(BUILD)/doc
	@rm -rf $(BUILD)/doc/html
	$(Q)COHORT_VERSION=$(VERSION) COHORT_DOC=$(BUILD)/doc \
		COHORT_TOP=$$(realpath --relative-to=$(BUILD)/doc/html .) doxygen lib/doc/Doxyfile
	@echo 'The reference: $(BUILD)/doc/html/index.html'

# --- A release -----------------------------------------------------------------------------------

DIST := libcohort-$(VERSION)
dist: | needs
	$(Q)sh lib/build/dist $(BUILD) $(DIST) $(VERSION)
	@echo 'The release: $(BUILD)/$(DIST).tar.gz'

# --- Installation --------------------------------------------------------------------------------

install: all
	$(Q)install -d "$(DESTDIR)$(libdir)" "$(DESTDIR)$(pkgconfigdir)" "$(DESTDIR)$(cmakedir)" \
		"$(DESTDIR)$(includedir)/cohort"
	$(Q)install -m 644 $(HEADERS) "$(DESTDIR)$(includedir)/cohort"
	$(Q)install -m 644 $(STATIC) "$(DESTDIR)$(libdir)"
	$(Q)install -m 755 $(SHARED) "$(DESTDIR)$(libdir)"
	$(Q)cp -P $(SHARED_LINKS) "$(DESTDIR)$(libdir)"
	$(Q)install -m 644 $(PC) "$(DESTDIR)$(pkgconfigdir)"
	$(Q)install -m 644 $(CMAKE_FILES) "$(DESTDIR)$(cmakedir)"
	$(Q)install -d "$(DESTDIR)$(bindir)" "$(DESTDIR)$(mandir)/man1" "$(DESTDIR)$(mandir)/man3" \
		"$(DESTDIR)$(completionsdir)" "$(DESTDIR)$(fixturesdir)" "$(DESTDIR)$(docdir)"
	$(Q)install -m 755 $(INSTALLED_PROGRAM) "$(DESTDIR)$(bindir)"
	$(Q)install -m 644 $(PROGRAM_PAGES) "$(DESTDIR)$(mandir)/man1"
	$(Q)install -m 644 $(LIBRARY_PAGE) "$(DESTDIR)$(mandir)/man3"
	$(Q)install -m 644 $(COMPLETION) "$(DESTDIR)$(completionsdir)/cohort"
	$(Q)install -m 644 $(PROGRAM_FIXTURES) fixtures/README.md "$(DESTDIR)$(fixturesdir)"
	$(Q)install -m 644 COPYING lib/doc/api.json $(PAGES) "$(DESTDIR)$(docdir)"
	@# (Links to what is not installed with the pages are only their text there.)
	$(Q)sed -i -E 's,\[([^]]*)\]\(((\.\./)+|ja/)[^) ]*\),\1,g' $(foreach f,$(PAGES),"$(DESTDIR)$(docdir)/$(notdir $f)")

uninstall:
	$(Q)rm -f "$(DESTDIR)$(bindir)/cohort" "$(DESTDIR)$(completionsdir)/cohort"
	$(Q)rm -f $(foreach f,$(PROGRAM_PAGES),"$(DESTDIR)$(mandir)/man1/$(notdir $(f))")
	$(Q)rm -f "$(DESTDIR)$(mandir)/man3/$(notdir $(LIBRARY_PAGE))"
	$(Q)rm -f $(foreach f,$(PROGRAM_FIXTURES) README.md,"$(DESTDIR)$(fixturesdir)/$(notdir $(f))")
	$(Q)rm -f $(foreach f,COPYING api.json $(PAGES),"$(DESTDIR)$(docdir)/$(notdir $(f))")
	$(Q)rm -f $(foreach f,$(STATIC) $(SHARED) $(SHARED_LINKS),"$(DESTDIR)$(libdir)/$(notdir $f)")
	$(Q)rm -f "$(DESTDIR)$(pkgconfigdir)/$(notdir $(PC))"
	$(Q)rm -f $(foreach f,$(CMAKE_FILES),"$(DESTDIR)$(cmakedir)/$(notdir $f)")
	$(Q)rm -f $(foreach f,$(HEADERS),"$(DESTDIR)$(includedir)/cohort/$(notdir $f)")
	$(Q)rmdir "$(DESTDIR)$(includedir)/cohort" "$(DESTDIR)$(fixturesdir)" "$(DESTDIR)$(docdir)" "$(DESTDIR)$(cmakedir)" \
		2>/dev/null || true

# --- Upkeep --------------------------------------------------------------------------------------

clean:
	rm -rf $(BUILD)

help:
	@sed -nE 's/^## ?//p' Makefile

# `make clean all` in this order, also with -j
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif
