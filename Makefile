# `make run` and `make test` are all that a newcomer needs. Both install what is
# missing first (scripts/deps.sh); as root, `make deps` does only that.

BENCH = find reminders schedule
SIZE  =
EXPECT =

.PHONY: run test bench screens deps deps-run build check

run: deps-run
	go run ./cmd/regulars serve --demo

# EXPECT are texts that some test has to print, with semicolons between.
test: deps
	@go test -race -json ./... | go run ./scripts/tally -expect '$(EXPECT)'

bench: deps-run
	@for what in $(BENCH); do \
		case $$what in \
		find) go run ./scripts/findbench $(if $(filter full,$(SIZE)),-full) || exit 1; continue ;; \
		reminders) packages=./internal/reminders ;; \
		schedule) packages='./internal/schedule ./internal/meetings' ;; \
		*) echo "BENCH is find, reminders or schedule, not $$what" >&2; exit 2 ;; \
		esac; \
		SIZE=$(SIZE) go test -run '^$$' -bench . $$packages || exit 1; \
	done

# The pictures of the README, taken in a real browser by the test of that name.
screens: deps
	REGULARS_SCREENS=$(CURDIR)/docs/screens go test -count=1 -run 'Screens$$' ./cmd/regulars

deps:
	@sh scripts/deps.sh all

deps-run:
	@sh scripts/deps.sh run

build:
	go build -o bin/regulars ./cmd/regulars

check:
	@sh scripts/check.sh
