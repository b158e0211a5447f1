package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Optional;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.VisualState;

/**
 * What an alignment leaves.
 *
 * @param classes the known classes in their order (moved, where they trained), then the new ones
 * @param epochLosses mean loss of every epoch; none where nothing trained
 * @param visual head on the images of all classes; empty where the learner scores by text alone
 * @param prompts that trained beside label embeddings; empty where none did
 */
public record AlignmentResult(
    List<ClassEmbedding> classes,
    List<Double> epochLosses,
    Optional<VisualState> visual,
    Optional<SharedPrompts> prompts) {}
