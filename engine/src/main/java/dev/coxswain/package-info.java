/// Coxswain decides what a large reasoning model should practise next.
///
/// The journey is the architecture: [dev.coxswain.prompt] → [dev.coxswain.embedding] →
/// [dev.coxswain.prediction] → [dev.coxswain.selection] → (rollouts: the trainer's) →
/// [dev.coxswain.outcome] → learning → the next step; and [dev.coxswain.allocation] at test time.
/// [dev.coxswain.Steering] walks it.
///
/// The notation of the whole product:
///
/// | symbol | name in code           | shape  | meaning                                                  |
/// |--------|------------------------|--------|----------------------------------------------------------|
/// | τ      | prompt                 |        | one training prompt; a pool holds N                      |
/// | x_τ    | embedding              | (d)    | fixed, unit-length embedding of the prompt               |
/// | π_θ    | policy                 |        | the language model being trained                         |
/// | t      | step, sequence         |        | RL step; the sequence number of its select               |
/// | B      | size                   |        | prompts a step                                           |
/// | k      | trials                 |        | rollouts a prompt and step                               |
/// | s      | successes              | 0 .. k | rollouts of the group that passed the verifier           |
/// | γ      | success rate           | \[0, 1] | chance that one rollout of τ passes under π_θ; 1 is easy |
/// | γ̄      | observed success rate  |        | s/k                                                      |
/// | γ̂      | predicted success rate |        | the belief's mean of γ                                   |
/// | H_t    | labelled batch         |        | the labelled groups of step t                            |
/// | z      | difficulty context     | (dz)   | Gaussian latent: how hard the pool is for this policy    |
/// | q, p   | posterior, prior       |        | q_φ(z_t∣H_t) and p_η(z_t∣H_{t−1}), set encoders          |
/// | p_ψ    | decoder                |        | p_ψ(γ∣x, z), shared by all prompts                       |
/// | M      | samples                |        | samples of z at prediction                               |
/// | u      | utility                |        | what a predicted success rate is worth                   |
/// | λ, ω   | diversity, anchor      |        | weights of the batch's dispersion and of the last batch  |
/// | A      | anchor                 |        | the prompts of the last batches                          |
@NullMarked
package dev.coxswain;

import org.jspecify.annotations.NullMarked;
