package org.lammstream.manager.cli.experiment;

import java.nio.file.Path;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.PromptLearner;

/**
 * What the runs of an experiment share; all of it stays its owner's.
 *
 * @param data classes and images, class names distinct
 * @param output folder for what is kept between runs
 */
public record Laboratory(
    ClipModel model, LammLearner learner, PromptLearner prompts, DataSet data, Path output) {}
