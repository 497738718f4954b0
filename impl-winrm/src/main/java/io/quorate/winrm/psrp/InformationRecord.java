package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of the information stream ([MS-PSRP] 2.2.2.26), protocol 2.3.
 *
 * @param messageData what was written: a text, or an object
 * @param source who wrote it
 * @param tags its tags, e.g. {@code PSHOST} for Write-Host
 * @param user the account it ran as
 * @param computer where it ran
 * @param processId in which process
 */
public record InformationRecord(
        PsValue messageData,
        @Nullable String source,
        List<String> tags,
        @Nullable String user,
        @Nullable String computer,
        long processId) {
    private static final String MESSAGE = "INFORMATION_RECORD";

    public InformationRecord {
        Objects.requireNonNull(messageData, "messageData");
        tags = List.copyOf(tags);
    }

    /** Reads a record. */
    public static InformationRecord decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        List<String> tags = new ArrayList<>();
        for (PsValue tag : fields.items("Tags")) {
            PsPrimitive primitive = tag.primitive();
            if (primitive != null && primitive.value() instanceof String text) {
                tags.add(text);
            }
        }
        Long processId = Fields.number(fields.value("ProcessId"));
        return new InformationRecord(
                fields.value("MessageData"),
                fields.textOrNull("Source"),
                tags,
                fields.textOrNull("User"),
                fields.textOrNull("Computer"),
                processId == null ? 0 : processId);
    }

    /** Returns the text of the message: itself if it is one, else what the object prints as. */
    public String message() {
        if (messageData instanceof PsObject object && object.text() != null) {
            return object.text();
        }
        PsPrimitive primitive = messageData.primitive();
        return primitive == null ? "" : String.valueOf(primitive.value());
    }

    /** Returns the record as it travels. */
    public PsObject toValue(PsDateTime generated) {
        return new PsObject()
                .with("MessageData", messageData)
                .with("Source", orNil(source))
                .with("TimeGenerated", new PsPrimitive(PsType.DATE_TIME, generated))
                .with(
                        "Tags",
                        PsObject.of("System.Collections.Generic.List`1[[System.String]]", "System.Object")
                                .content(new PsItems(
                                        PsItems.Kind.LIST,
                                        tags.stream().map(PsValue::string).toList())))
                .with("User", orNil(user))
                .with("Computer", orNil(computer))
                .with("ProcessId", new PsPrimitive(PsType.UINT32, processId))
                .with("NativeThreadId", new PsPrimitive(PsType.UINT32, 0L))
                .with("ManagedThreadId", new PsPrimitive(PsType.UINT32, 0L));
    }

    /** Names the source, never the message: it may quote arguments. */
    @Override
    public String toString() {
        return "information record of " + source;
    }

    private static PsValue orNil(@Nullable String text) {
        return text == null ? PsNil.NIL : PsValue.string(text);
    }
}
