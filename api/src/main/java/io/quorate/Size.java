package io.quorate;

import java.util.Locale;

/** A number of bytes. Powers of two: {@code gib(1)} is 1 073 741 824 bytes. */
public record Size(long bytes) implements Comparable<Size> {
    public Size {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    public static Size bytes(long bytes) {
        return new Size(bytes);
    }

    public static Size kib(long n) {
        return new Size(Math.multiplyExact(n, 1L << 10));
    }

    public static Size mib(long n) {
        return new Size(Math.multiplyExact(n, 1L << 20));
    }

    public static Size gib(long n) {
        return new Size(Math.multiplyExact(n, 1L << 30));
    }

    public static Size tib(long n) {
        return new Size(Math.multiplyExact(n, 1L << 40));
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Prints whole units where they fit, e.g. {@code 8 GiB}, else one decimal. */
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return value == Math.rint(value)
                ? (long) value + " " + units[unit]
                : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
