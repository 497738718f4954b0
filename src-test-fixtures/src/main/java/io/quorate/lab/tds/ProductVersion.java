package io.quorate.lab.tds;

/** The first three numbers of a product's version. */
record ProductVersion(int major, int minor, int build) {

    /** Reads e.g. {@code 16.0.4135.4}. */
    static ProductVersion of(String text) {
        String[] parts = text.split("\\.");
        return new ProductVersion(part(parts, 0), part(parts, 1), part(parts, 2));
    }

    private static int part(String[] parts, int number) {
        return parts.length > number && parts[number].matches("\\d{1,5}") ? Integer.parseInt(parts[number]) : 0;
    }
}
