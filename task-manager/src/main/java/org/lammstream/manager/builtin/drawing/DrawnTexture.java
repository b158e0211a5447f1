package org.lammstream.manager.builtin.drawing;

import java.util.Locale;

/** Fill patterns as functions of a point in the object's own, rotated frame. */
public enum DrawnTexture {
  PLAIN {
    @Override
    double cover(double u, double v) {
      return 0;
    }
  },
  STRIPED {
    @Override
    double cover(double u, double v) {
      return edge(0.42 - saw(u));
    }
  },
  DOTTED {
    @Override
    double cover(double u, double v) {
      return edge(0.3 - Math.hypot(saw(u) - 0.5, saw(v) - 0.5));
    }
  },
  CHECKERED {
    @Override
    double cover(double u, double v) {
      return Math.floorMod((long) Math.floor(u * 1.2) + (long) Math.floor(v * 1.2), 2);
    }
  },
  MARBLED {
    @Override
    double cover(double u, double v) {
      double warpedU = u + 0.7 * Math.sin(1.3 * v + 0.9 * Math.sin(2.1 * u));
      double warpedV = v + 0.7 * Math.sin(1.7 * u + 1.1 * Math.sin(1.9 * v));
      return edge(0.35 * Math.sin(2.6 * warpedU) + 0.35 * Math.sin(3.1 * warpedV + 1) - 0.12);
    }
  },
  NETTED {
    @Override
    double cover(double u, double v) {
      return Math.max(edge(0.24 - saw(0.8 * u)), edge(0.24 - saw(0.8 * v)));
    }
  },
  RIPPLED {
    @Override
    double cover(double u, double v) {
      return edge(0.42 - saw(u + 0.35 * Math.sin(Math.PI * v)));
    }
  };

  private static final double SOFTNESS = 0.08;

  /** The word for this texture in class names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * How much of the second colour covers the point, from 0 to 1. One unit is one period of the
   * pattern.
   */
  abstract double cover(double u, double v);

  private static double saw(double x) {
    return x - Math.floor(x);
  }

  private static double edge(double distance) {
    return Math.max(0, Math.min(1, 0.5 + distance / SOFTNESS));
  }
}
