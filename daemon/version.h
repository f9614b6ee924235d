/* What `ping` and `--version` say. The protocol number changes when a client of the old one would break. */
#ifndef DAEMON_VERSION_H
#define DAEMON_VERSION_H

#define MASTERYD_VERSION "0.1.0"

enum { MASTERYD_PROTOCOL = 1 };

#endif
