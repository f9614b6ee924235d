/* What each process may do when it is locked in, tried in a child of this one. */
#include "daemon/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Each gives 0 or an errno. Without a filter none gives EPERM, whoever runs it, so that EPERM is the
 * filter's. */

static int outcome(long result)
{
	return result < 0 ? errno : 0;
}

static int try_open(void)
{
	return outcome(open("/dev/null", O_RDWR | O_CLOEXEC));
}

static int try_socket(void)
{
	return outcome(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static int try_fork(void)
{
	pid_t pid = fork();
	if (pid == 0) {
		_exit(0);
	}
	return outcome(pid);
}

static int try_exec(void)
{
	char *const nothing[] = {NULL};
	return outcome(execve("/there/is/no/such/program", nothing, nothing));
}

static int try_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? errno : 0;
}

static int try_memory(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? errno : 0;
}

static int try_write_to_disk(void)
{
	return outcome(fdatasync(-1));
}

static int try_rename(void)
{
	return outcome(rename("/there/is/no/such/file", "/there/is/no/such/place"));
}

static int try_trace(void)
{
	return outcome(ptrace(PTRACE_DETACH, getpid(), NULL, NULL));
}

static int try_name_space(void)
{
	return outcome(unshare(0));
}

static int try_user_name_space(void)
{
	return outcome(syscall(SYS_clone, CLONE_NEWUSER | CLONE_THREAD, NULL, NULL, NULL, 0));
}

static int try_clone3(void)
{
	return outcome(syscall(SYS_clone3, NULL, 0));
}

static int try_key_ring(void)
{
	return outcome(syscall(SYS_add_key, NULL, NULL, NULL, 0, 0));
}

static int try_identity(void)
{
	return outcome(syscall(SYS_setuid, getuid()));
}

static int try_ring(void)
{
	return outcome(syscall(SYS_io_uring_register, -1, 0, NULL, 0));
}

static int try_other_memory(void)
{
	return outcome(syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0));
}

/* What each profile lets through. */
static const struct probe {
	const char *name;
	int (*try)(void);
	bool may[SANDBOX_PROFILES]; /* broker, ledger, worker, worker on another host */
} probes[] = {
    {"memory", try_memory, {true, true, true, true}},
    {"a file", try_open, {true, true, false, false}},
    {"rename", try_rename, {true, true, false, false}},
    {"to disk", try_write_to_disk, {true, true, false, false}},
    {"a socket", try_socket, {true, true, false, true}},
    {"a process", try_fork, {true, false, false, false}},
    {"a program", try_exec, {true, false, false, false}},
    {"code", try_code, {true, false, false, false}},
    {"tracing", try_trace, {false, false, false, false}},
    {"a name space", try_name_space, {false, false, false, false}},
    {"a user name space", try_user_name_space, {false, false, false, false}},
    {"key rings", try_key_ring, {false, false, false, false}},
    {"another identity", try_identity, {false, false, false, false}},
    {"io_uring", try_ring, {false, false, false, false}},
    {"memory of others", try_other_memory, {false, false, false, false}},
};
enum { PROBES = sizeof(probes) / sizeof(probes[0]) };

struct findings {
	int entered, locked, errors[PROBES], clone3, no_new_privileges;
	struct rlimit core, memory;
};

static void probe(struct findings *findings)
{
	for (size_t i = 0; i < PROBES; i++) {
		findings->errors[i] = probes[i].try();
	}
	findings->clone3 = try_clone3();
}

/* In a child, locked in; `locks` false: it only looks at what there is without. */
static struct findings look(enum sandbox_profile profile, bool locks)
{
	struct findings findings = {0};
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		findings.entered = locks ? sandbox_enter(profile) : 0;
		getrlimit(RLIMIT_CORE, &findings.core);
		getrlimit(RLIMIT_AS, &findings.memory);
		findings.no_new_privileges = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
		findings.locked = locks ? sandbox_lock(profile) : 0;
		probe(&findings);
		_exit(write(ends[1], &findings, sizeof(findings)) != (ssize_t)sizeof(findings));
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &findings, sizeof(findings)), sizeof(findings));
	close(ends[0]);
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	return findings;
}

static void without_a_filter_nothing_is_refused(void **state)
{
	(void)state;
	struct findings findings = look(SANDBOX_WORKER, false);
	for (size_t i = 0; i < PROBES; i++) {
		if (findings.errors[i] == EPERM) {
			fail_msg("%s is refused here anyhow: the probe shows nothing", probes[i].name);
		}
	}
}

static void each_profile_lets_through_what_it_needs_and_no_more(void **state)
{
	(void)state;
	if (!sandbox_locks()) {
		skip();
	}
	for (int profile = 0; profile < SANDBOX_PROFILES; profile++) {
		struct findings findings = look((enum sandbox_profile)profile, true);
		assert_int_equal(findings.entered, 0);
		assert_int_equal(findings.locked, 0);
		for (size_t i = 0; i < PROBES; i++) {
			bool might = findings.errors[i] != EPERM;
			if (might != probes[i].may[profile]) {
				fail_msg("profile %d: %s gives \"%s\"", profile, probes[i].name,
				    strerror(findings.errors[i]));
			}
		}
	}
}

/* The C library takes the older call where this one is not there, and fails where it is refused. */
static void a_broker_starts_threads_without_clone3(void **state)
{
	(void)state;
	if (!sandbox_locks()) {
		skip();
	}
	assert_int_equal(look(SANDBOX_BROKER, true).clone3, ENOSYS);
}

static void nobody_gains_privileges_or_leaves_a_core_dump_of_learners(void **state)
{
	(void)state;
	for (int profile = 0; profile < SANDBOX_PROFILES; profile++) {
		struct findings findings = look((enum sandbox_profile)profile, true);
		assert_int_equal(findings.no_new_privileges, 1);
		if (profile != SANDBOX_BROKER) {
			assert_int_equal(findings.core.rlim_max, 0);
		}
		if (sandbox_locks() && (profile == SANDBOX_WORKER || profile == SANDBOX_FAR_WORKER)) {
			assert_int_equal(findings.memory.rlim_max, (rlim_t)SANDBOX_MEMORY_MIB << 20);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_filter_nothing_is_refused),
	    cmocka_unit_test(each_profile_lets_through_what_it_needs_and_no_more),
	    cmocka_unit_test(a_broker_starts_threads_without_clone3),
	    cmocka_unit_test(nobody_gains_privileges_or_leaves_a_core_dump_of_learners),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
