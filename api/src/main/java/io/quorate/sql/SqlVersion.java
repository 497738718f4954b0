package io.quorate.sql;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of SQL Server, as {@code ProductVersion} spells it.
 *
 * @param major 13 for 2016, to 17 for 2025
 * @param minor nearly always 0
 * @param build grows with every update
 * @param revision the rest
 */
public record SqlVersion(int major, int minor, int build, int revision) implements Comparable<SqlVersion> {
    /** The major number of SQL Server 2016. */
    public static final int SQL_2016 = 13;

    /** The major number of SQL Server 2017. */
    public static final int SQL_2017 = 14;

    /** The major number of SQL Server 2019. */
    public static final int SQL_2019 = 15;

    /** The major number of SQL Server 2022. */
    public static final int SQL_2022 = 16;

    /** The major number of SQL Server 2025. */
    public static final int SQL_2025 = 17;

    private static final Map<Integer, Integer> YEARS =
            Map.of(11, 2012, 12, 2014, SQL_2016, 2016, SQL_2017, 2017, SQL_2019, 2019, SQL_2022, 2022, SQL_2025, 2025);

    private static final Pattern TEXT =
            Pattern.compile("([0-9]{1,5})\\.([0-9]{1,5})(?:\\.([0-9]{1,6}))?(?:\\.([0-9]{1,6}))?");

    public SqlVersion {
        if (major < 0 || minor < 0 || build < 0 || revision < 0) {
            throw new IllegalArgumentException(
                    "not a version of SQL Server: " + major + "." + minor + "." + build + "." + revision);
        }
    }

    /**
     * Makes one of {@code 16.0.4135.4}; what is left out at the end is 0.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static SqlVersion of(String text) {
        Matcher parts = TEXT.matcher(Objects.requireNonNull(text, "text").strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a version of SQL Server, such as 16.0.4135.4: " + text);
        }
        return new SqlVersion(number(parts, 1), number(parts, 2), number(parts, 3), number(parts, 4));
    }

    private static int number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Returns the year in the product's name; empty for a version that this one does not know. */
    public OptionalInt year() {
        Integer year = YEARS.get(major);
        return year == null ? OptionalInt.empty() : OptionalInt.of(year);
    }

    /** Tells whether it is of this major number or a later one. */
    public boolean atLeast(int otherMajor) {
        return major >= otherMajor;
    }

    /** Returns how an administrator calls it: {@code SQL Server 2022}, or its number where the year is not known. */
    public String product() {
        return year().isPresent() ? "SQL Server " + year().getAsInt() : "SQL Server version " + major;
    }

    @Override
    public int compareTo(SqlVersion other) {
        int[] mine = {major, minor, build, revision};
        int[] others = {other.major, other.minor, other.build, other.revision};
        return java.util.Arrays.compare(mine, others);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + build + "." + revision;
    }
}
