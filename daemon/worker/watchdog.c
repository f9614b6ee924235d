#include "daemon/worker/watchdog.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks_left;
static bool ticking;

static void on_tick(int signal)
{
	(void)signal;
	if (ticks_left > 0 && --ticks_left == 0) {
		static const char words[] = "level=error event=watchdog why=request_hangs\n";
		ssize_t ignored = write(STDERR_FILENO, words, sizeof(words) - 1);
		(void)ignored;
		_exit(WATCHDOG_EXIT);
	}
}

static void set_timer(bool on)
{
	struct timeval step = {0, on ? WATCHDOG_TICK_MS * 1000 : 0};
	struct itimerval timer = {step, step};
	setitimer(ITIMER_REAL, &timer, NULL);
	ticking = on;
}

int watchdog_start(void)
{
	struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
	sigemptyset(&action.sa_mask);
	return sigaction(SIGALRM, &action, NULL) < 0 ? -errno : 0;
}

void watchdog_expect(int64_t milliseconds)
{
	ticks_left = (sig_atomic_t)((milliseconds + WATCHDOG_GRACE_MS) / WATCHDOG_TICK_MS + 1);
	if (!ticking) {
		set_timer(true);
	}
}

void watchdog_rest(void)
{
	ticks_left = 0;
	if (ticking) {
		set_timer(false);
	}
}
