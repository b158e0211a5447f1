package org.lammstream.manager.clip;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where tensors live and are computed: {@code auto}, {@code cpu} or {@code gpu:N}. */
public sealed interface ComputeDevice {

  /** The first GPU if the engine sees one, the CPU otherwise. */
  record Auto() implements ComputeDevice {
    @Override
    public String toString() {
      return "auto";
    }
  }

  /** The CPU. */
  record Cpu() implements ComputeDevice {
    @Override
    public String toString() {
      return "cpu";
    }
  }

  /**
   * One GPU.
   *
   * @param index as the driver counts, from 0
   */
  record Gpu(int index) implements ComputeDevice {
    @Override
    public String toString() {
      return "gpu:" + index;
    }
  }

  /**
   * Reads {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}.
   *
   * @throws IllegalArgumentException for anything else, with a message for the user
   */
  static ComputeDevice parse(String text) {
    if (text.equals("auto")) {
      return new Auto();
    }
    if (text.equals("cpu")) {
      return new Cpu();
    }
    Matcher gpu = Pattern.compile("gpu(?::(\\d{1,3}))?").matcher(text);
    if (gpu.matches()) {
      return new Gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
    }
    throw new IllegalArgumentException("unknown device '" + text + "': use auto, cpu or gpu:N");
  }

  /**
   * The device this choice means on this machine.
   *
   * @throws IllegalArgumentException if it names a GPU that the engine does not see
   */
  default Device resolve() {
    int gpus = Engine.getInstance().getGpuCount();
    if (this instanceof Gpu gpu) {
      if (gpu.index() >= gpus) {
        throw new IllegalArgumentException(
            "device " + this + " is not there: the engine sees " + gpus + " GPUs");
      }
      return Device.gpu(gpu.index());
    }
    return this instanceof Auto && gpus > 0 ? Device.gpu(0) : Device.cpu();
  }
}
