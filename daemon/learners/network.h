/*
 * The placement network: a Bayesian network on the prerequisite graph in which a skill is known with
 * probability c where all its prerequisites are known and NETWORK_LEAK elsewhere (a leaky AND: Henrion 1989,
 * Diez 1993), under a mixture over four levels of ability c. Evidence is one log likelihood ratio a skill.
 *
 * Inference is exact, by a clique tree (Lauritzen & Spiegelhalter 1988): the moral graph is eliminated in
 * min-fill order, and the four abilities travel through the tree side by side. Immutable once made; what an
 * inference writes lies in the workspace.
 */
#ifndef DAEMON_NETWORK_H
#define DAEMON_NETWORK_H

#include "daemon/learners/learner.h"

enum { TREEWIDTH_MAX = 16 };
#define NETWORK_LEAK   .02
#define NETWORK_LAMBDA 60. /* evidence beyond +-this is taken as this */

extern const double network_abilities[ABILITIES];

struct workspace {
	double *tables, *messages, *separator; /* ABILITIES values an entry */
};

/*
 * `parents[v]` holds skills below v only. 0, -ENOMEM, or -EINVAL with *ret_fault when the treewidth is above
 * TREEWIDTH_MAX or a skill has too many parents.
 */
int network_new(
    size_t count, const struct skill_set *parents, struct network **ret_network, const char **ret_fault);
void network_free(struct network *network); /* NULL is allowed */
int network_workspace(const struct network *network, struct workspace **ret_work);

/*
 * Marginals of all skills given lambda, and the abilities' posterior weights from their prior ones (which sum
 * to 1). Arrays have one entry a skill.
 */
void network_infer(const struct network *network, struct workspace *work, const double *lambda,
    const double prior[ABILITIES], double *ret_marginals, double ret_abilities[ABILITIES]);

/*
 * Expected fall of the summed binary entropies of all skills, in bits, of an answer on `skill` with slip s
 * and guess g. Two inferences; lambda is given back as it was.
 */
double network_gain(const struct network *network, struct workspace *work, double *lambda,
    const double prior[ABILITIES], size_t skill, double slip, double guess);

#endif
