package io.quorate.winrm.psrp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A progress record ([MS-PSRP] 2.2.3.16).
 *
 * @param activity what goes on
 * @param activityId which activity of the pipeline it is
 * @param parentActivityId the activity it is a part of; -1 if none
 * @param status how it goes
 * @param currentOperation what it does just now
 * @param percentComplete 0 to 100; -1 if unknown
 * @param secondsRemaining an estimate; -1 if unknown
 * @param completed whether the activity has ended
 */
public record ProgressRecord(
        String activity,
        int activityId,
        int parentActivityId,
        @Nullable String status,
        @Nullable String currentOperation,
        int percentComplete,
        int secondsRemaining,
        boolean completed) {
    private static final String MESSAGE = "PROGRESS_RECORD";

    public ProgressRecord {
        Objects.requireNonNull(activity, "activity");
    }

    /** Reads a record. */
    public static ProgressRecord decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        return new ProgressRecord(
                fields.text("Activity"),
                fields.int32("ActivityId", 0),
                fields.int32("ParentActivityId", -1),
                fields.textOrNull("StatusDescription"),
                fields.textOrNull("CurrentOperation"),
                fields.int32("PercentComplete", -1),
                fields.int32("SecondsRemaining", -1),
                fields.int32("Type", 0) != 0);
    }

    /** Returns the record as it travels. */
    public PsObject toValue() {
        return new PsObject()
                .with("Activity", PsValue.string(activity))
                .with("ActivityId", PsValue.int32(activityId))
                .with("StatusDescription", orNil(status))
                .with("CurrentOperation", orNil(currentOperation))
                .with("ParentActivityId", PsValue.int32(parentActivityId))
                .with("PercentComplete", PsValue.int32(percentComplete))
                .with(
                        "Type",
                        PsObject.enumeration(
                                "System.Management.Automation.ProgressRecordType",
                                completed ? "Completed" : "Processing",
                                completed ? 1 : 0))
                .with("SecondsRemaining", PsValue.int32(secondsRemaining));
    }

    /** Tells how far it is, never at what: texts may quote arguments. */
    @Override
    public String toString() {
        return "progress record " + activityId + ": " + (completed ? "completed" : percentComplete + " %");
    }

    private static PsValue orNil(@Nullable String text) {
        return text == null ? PsNil.NIL : PsValue.string(text);
    }
}
