package org.lammstream.manager.lamm;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;

/** Tests with a learner on the tiny checkpoint, loaded once for a class of them. */
abstract class WithTinyLearner {
  static ClipModel model;
  static LammLearner learner;

  @BeforeAll
  static void load() {
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    learner = new LammLearner(model);
  }

  @AfterAll
  static void close() {
    if (model != null) {
      learner.close();
      model.close();
    }
  }
}
