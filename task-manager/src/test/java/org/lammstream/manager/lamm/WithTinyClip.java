package org.lammstream.manager.lamm;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;

/** Tests on the tiny checkpoint, loaded once for a class of them. */
abstract class WithTinyClip {
  static ClipModel model;

  @BeforeAll
  static void load() {
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  }

  @AfterAll
  static void close() {
    if (model != null) {
      model.close();
    }
  }
}
