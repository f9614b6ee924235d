/* Work in several processes, with a bar on a terminal. */
#include "daemon/commands/simulate.h"
#include "daemon/commands/start.h"

#include <sys/wait.h>
#include <unistd.h>

enum { BAR = 40, POLL_US = 100000 };

size_t processes_wanted(int64_t jobs)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	return jobs ? (size_t)jobs : cores > 0 ? (size_t)cores : 1;
}

static void show_progress(const struct processes *processes)
{
	size_t all = processes->all ? processes->all : 1, done = *processes->done;
	int filled = (int)(done * BAR / all);
	fprintf(stderr, "\r[%.*s%*s] %3zu %%", filled, "########################################",
	    BAR - filled, "", done * 100 / all);
}

/* Waits for all; false when one of them failed. */
static bool wait_all(const struct processes *processes, size_t running)
{
	bool progress = isatty(STDERR_FILENO), good = true;
	while (running > 0) {
		int status;
		pid_t child = waitpid(-1, &status, WNOHANG);
		if (child > 0) {
			running--;
			good = good && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE;
		} else {
			usleep(POLL_US);
		}
		if (progress) {
			show_progress(processes);
		}
	}
	if (progress) {
		fprintf(stderr, "\n");
	}
	return good;
}

int processes_run(const struct command *command, const struct processes *processes)
{
	size_t started = 0;
	fflush(stdout);
	for (size_t part = 0; part < processes->count; part++) {
		pid_t child = fork();
		if (child == 0) {
			_exit(processes->run(processes->context, part));
		}
		started += child > 0;
	}
	bool good = wait_all(processes, started);
	return good && started == processes->count ? EXIT_DONE : start_fault(command, "a process failed");
}
