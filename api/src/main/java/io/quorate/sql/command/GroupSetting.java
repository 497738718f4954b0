package io.quorate.sql.command;

import io.quorate.sql.BackupPreference;
import io.quorate.sql.ClusterType;
import java.time.Duration;
import java.util.Objects;

/**
 * One option of a group with its value.
 *
 * @param option which option
 * @param value its value: one of the option's words, a number's digits, or a text; {@code ON} for what stands alone
 */
public record GroupSetting(GroupOption option, String value) {
    /** The shortest time that an instance may be silent. */
    public static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(15_000);

    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(4_294_967_295L);
    private static final int LAST_LEVEL = 5;
    private static final int MOST_SECONDARIES = 8;
    private static final int LONGEST_TEXT = 4000;

    public GroupSetting {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        switch (option.form()) {
            case WORD, FLAG -> {
                if (!option.words().contains(value)) {
                    throw new IllegalArgumentException(
                            option + " is " + String.join(", ", option.words()) + ", not '" + value + "'");
                }
            }
            case NUMBER -> checkNumber(option, value);
            case TEXT -> {
                if (value.length() > LONGEST_TEXT || value.chars().anyMatch(c -> c < ' ')) {
                    throw new IllegalArgumentException(
                            option + " is a text in one line of at most " + LONGEST_TEXT + " characters");
                }
            }
        }
    }

    private static void checkNumber(GroupOption option, String value) {
        if (!value.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException(option + " is a number, not '" + value + "'");
        }
        long number = Long.parseLong(value);
        switch (option) {
            case FAILURE_CONDITION_LEVEL -> Inputs.checkRange(option.name(), number, 1, LAST_LEVEL, 35228);
            case HEALTH_CHECK_TIMEOUT ->
                Inputs.checkRange(
                        option.name(), number, SHORTEST_TIMEOUT.toMillis(), LONGEST_TIMEOUT.toMillis(), 35229);
            case REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT ->
                Inputs.checkRange(option.name(), number, 0, MOST_SECONDARIES, 35248);
            default -> Inputs.checkRange(option.name(), number, 1, Integer.MAX_VALUE, 47116);
        }
    }

    /** Where backups should be taken. */
    public static GroupSetting of(BackupPreference preference) {
        return new GroupSetting(GroupOption.AUTOMATED_BACKUP_PREFERENCE, preference.word());
    }

    /** What stands under it. */
    public static GroupSetting of(ClusterType type) {
        return new GroupSetting(GroupOption.CLUSTER_TYPE, type.word());
    }

    /** A number. */
    public static GroupSetting of(GroupOption option, long number) {
        return new GroupSetting(option, Long.toString(number));
    }

    /** Something that is on or off. */
    public static GroupSetting of(GroupOption option, boolean on) {
        return new GroupSetting(option, option == GroupOption.DTC_SUPPORT ? on ? "PER_DB" : "NONE" : on ? "ON" : "OFF");
    }

    /** How long an instance may be silent. */
    public static GroupSetting healthCheckTimeout(Duration time) {
        Inputs.checkTime(
                GroupOption.HEALTH_CHECK_TIMEOUT.name(),
                time,
                Duration.ofMillis(1),
                SHORTEST_TIMEOUT,
                LONGEST_TIMEOUT,
                35229);
        return of(GroupOption.HEALTH_CHECK_TIMEOUT, time.toMillis());
    }

    @Override
    public String toString() {
        return option.form() == GroupOption.Form.FLAG ? option.name() : option + " = " + value;
    }
}
