package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Optional;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.VisualState;

/**
 * What an alignment leaves.
 *
 * @param classes the known classes in their order (moved, where they trained), then the new ones
 * @param epochLosses mean loss of every epoch; none where nothing trained
 * @param visual head on the images of all classes; empty where the learner scores by text alone
 * @param context vectors in front of all label embeddings, {@code (vectors, width)}; empty where
 *     they are those of words
 */
public record AlignmentResult(
    List<ClassEmbedding> classes,
    List<Double> epochLosses,
    Optional<VisualState> visual,
    Optional<Tensor> context) {}
