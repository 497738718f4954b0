package measure;

import java.util.Locale;

/** What a figure counts, and the one way it is printed: three digits that mean something, and a unit. Bytes are counted in KiB and MiB. */
enum Unit {
    /** How many times as much. */
    RATIO {
        @Override
        String print(double value) {
            return digits(value) + " x";
        }
    },
    /** Seconds. */
    TIME {
        @Override
        String print(double value) {
            if (value < 1) {
                return value < 0.001 ? digits(value * 1e6) + " us" : digits(value * 1e3) + " ms";
            }
            return value < 120 ? digits(value) + " s" : digits(value / 60) + " min";
        }
    },
    BYTES {
        @Override
        String print(double value) {
            double kibibytes = value / 1024;
            return value < 1000 ? digits(value) + " B" : kibibytes < 1000 ? digits(kibibytes) + " KiB" : digits(kibibytes / 1024) + " MiB";
        }
    },
    COUNT {
        @Override
        String print(double value) {
            return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ') : digits(value);
        }
    };

    abstract String print(double value);

    private static String digits(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return "beyond";
        }
        int decimals = value == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
