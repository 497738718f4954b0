package io.quorate.winrm.recipe;

import io.quorate.Size;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of an answer by property name, ignoring case. What identifies an object is read strictly: missing or of the wrong kind it is a
 * {@link Fault} of kind {@code BAD_REPLY} that names the object and the property, never a value. All else is read with what stands for
 * "Windows does not tell" ({@code ...Or}), so that one odd object never hides the others of a list.
 */
public final class Decode {
    private final String what;
    private final PsObject object;

    private Decode(String what, PsObject object) {
        this.what = what;
        this.object = object;
    }

    /**
     * Begins to read an object.
     *
     * @param what what it is, for messages
     */
    public static Decode of(PsValue value, String what) {
        if (value instanceof PsObject object) {
            return new Decode(what, object);
        }
        throw badReply(what + ": an object was expected, " + kind(value) + " came");
    }

    /** Decodes every object of an answer. */
    public static <T> List<T> each(List<PsValue> output, Function<PsValue, T> decoder) {
        return output.stream().map(decoder).toList();
    }

    /**
     * Decodes what one statement of a message put out: the objects that have its marking property. An object that has neither this
     * property nor one of the other statements' is a bad reply: dropped silently, it would look absent.
     */
    public static <T> List<T> all(
            List<PsValue> output, String property, List<String> others, Function<PsValue, T> decoder) {
        List<T> all = new ArrayList<>();
        for (PsValue value : output) {
            if (value instanceof PsObject o && o.property(property) != null) {
                all.add(decoder.apply(value));
            } else if (!(value instanceof PsObject o && others.stream().anyMatch(p -> o.property(p) != null))) {
                throw badReply("the answer holds " + kind(value) + ", which no statement asked for");
            }
        }
        return List.copyOf(all);
    }

    /** Decodes the last object that has the property: what was read back after what a changing cmdlet put out. */
    public static <T> T last(List<PsValue> output, String property, String what, Function<PsValue, T> decoder) {
        for (int i = output.size() - 1; i >= 0; i--) {
            if (output.get(i) instanceof PsObject o && o.property(property) != null) {
                return decoder.apply(output.get(i));
            }
        }
        throw badReply(what + ": the answer holds no object with the property " + property);
    }

    /** Tells whether the property is there and not null. */
    public boolean has(String property) {
        PsValue value = object.property(property);
        return value != null && !value.isNil();
    }

    /** Tells whether the property is a text without a word in it. */
    public boolean isBlank(String property) {
        PsValue value = object.property(property);
        String text = value == null ? null : textOf(value);
        return text != null && text.isBlank();
    }

    /** Reads a text; numbers and GUIDs count as their text. */
    public String text(String property) {
        String text = textOf(need(property));
        if (text == null) {
            throw wrong(property, "a text", need(property));
        }
        return text;
    }

    /** Reads a text; what is null, missing or no text is an empty one. */
    public String textOrEmpty(String property) {
        return or(property, this::text, "");
    }

    /** Reads a property; what is null, missing or not to be read is what is given. */
    private <T> T or(String property, Function<String, T> read, T otherwise) {
        if (!has(property)) {
            return otherwise;
        }
        try {
            return read.apply(property);
        } catch (Fault odd) {
            return otherwise;
        }
    }

    /** Reads the name of a related object, which arrives as an object with a Name or, cut at the depth limit, as its text. */
    public String nameOf(String property) {
        PsValue value = need(property);
        if (value instanceof PsObject related) {
            PsValue name = related.property("Name");
            String text = name == null ? null : textOf(name);
            if (text != null) {
                return text;
            }
        }
        return text(property);
    }

    /** Reads the name of a related object; empty where there is none. */
    public String nameOrEmpty(String property) {
        return or(property, this::nameOf, "");
    }

    /** Reads an integer of any width that fits. */
    public long int64(String property) {
        Long number = numberOf(need(property));
        if (number == null) {
            throw wrong(property, "a whole number", need(property));
        }
        return number;
    }

    /** Reads an integer of any width that fits. */
    public int int32(String property) {
        long number = int64(property);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw badReply(what + "." + property + " is out of range");
        }
        return (int) number;
    }

    /** Reads a number of bytes. */
    public Size size(String property) {
        long bytes = int64(property);
        if (bytes < 0) {
            throw badReply(what + "." + property + " is negative");
        }
        return Size.bytes(bytes);
    }

    /** Reads a truth value; a number counts, zero as false. */
    public boolean flag(String property) {
        PsPrimitive value = need(property).primitive();
        if (value != null && value.type() == PsType.BOOLEAN) {
            return (Boolean) value.value();
        }
        return int64(property) != 0;
    }

    /** Reads a truth value; what is null, missing or none is what is given. */
    public boolean flagOr(String property, boolean otherwise) {
        return or(property, this::flag, otherwise);
    }

    /** Reads an integer of any width that fits; what is null, missing or none is what is given. */
    public long int64Or(String property, long otherwise) {
        return or(property, this::int64, otherwise);
    }

    /** Reads an integer of any width that fits; what is null, missing, negative or none is what is given. */
    public int countOr(String property, int otherwise) {
        int number = or(property, this::int32, otherwise);
        return number < 0 ? otherwise : number;
    }

    /** Reads a number of bytes; what is null, missing, negative or none is nothing. */
    public Size sizeOrNone(String property) {
        return or(property, this::size, Size.bytes(0));
    }

    /** Reads the texts of a list, or of a single value; null and a missing property are none. */
    public List<String> texts(String property) {
        if (!has(property)) {
            return List.of();
        }
        PsValue value = need(property);
        List<PsValue> items = value instanceof PsObject list ? list.items() : null;
        List<String> texts = new ArrayList<>();
        for (PsValue item : items == null ? List.of(value) : items) {
            String text = textOf(item);
            if (text != null) {
                texts.add(text);
            }
        }
        return List.copyOf(texts);
    }

    /** Returns a property as it came, for a later comparison with itself; null if it is missing. */
    public @Nullable PsValue raw(String property) {
        return object.property(property);
    }

    /** Reads a GUID, typed or as text. */
    public UUID guid(String property) {
        PsPrimitive value = need(property).primitive();
        if (value != null && value.type() == PsType.GUID) {
            return (UUID) value.value();
        }
        try {
            return UUID.fromString(text(property).replaceAll("[{}]", ""));
        } catch (IllegalArgumentException e) {
            throw wrong(property, "a GUID", need(property));
        }
    }

    /** Reads a number of milliseconds; what is null, missing, negative or none is no time. */
    public Duration millisOrNone(String property) {
        return or(property, name -> duration(name, Duration::ofMillis), Duration.ZERO);
    }

    /** Reads a number of seconds; what is null, missing, negative or none is no time. */
    public Duration secondsOrNone(String property) {
        return or(property, name -> duration(name, Duration::ofSeconds), Duration.ZERO);
    }

    /** Reads a TimeSpan; what is null, missing, negative or none is no time. */
    public Duration timeSpanOrNone(String property) {
        Duration span = or(property, this::timeSpan, Duration.ZERO);
        return span.isNegative() ? Duration.ZERO : span;
    }

    /** Reads a TimeSpan. */
    public Duration timeSpan(String property) {
        PsPrimitive value = need(property).primitive();
        if (value != null && value.type() == PsType.TIME_SPAN) {
            return (Duration) value.value();
        }
        throw wrong(property, "a time span", need(property));
    }

    /** Reads a point in time; one that tells no offset has the given one. */
    public Instant instant(String property, ZoneOffset otherwise) {
        PsPrimitive value = need(property).primitive();
        if (value != null && value.type() == PsType.DATE_TIME) {
            PsDateTime time = (PsDateTime) value.value();
            ZoneOffset offset = time.offset();
            return time.dateTime().toInstant(offset == null ? otherwise : offset);
        }
        throw wrong(property, "a time", need(property));
    }

    private Duration duration(String property, Function<Long, Duration> unit) {
        try {
            Duration time = unit.apply(int64(property));
            if (time.isNegative()) {
                throw badReply(what + "." + property + " is negative");
            }
            return time;
        } catch (ArithmeticException | DateTimeException e) {
            throw badReply(what + "." + property + " is out of range");
        }
    }

    /**
     * Reads an enumeration's word. The number decides where it is known, because a word may come in another spelling; an unknown number
     * falls back on the word that came with it, then on its digits.
     */
    public String word(String property, Words words) {
        PsValue value = need(property);
        Long number = numberOf(value);
        if (number != null && words.knows(number)) {
            return words.word(number);
        }
        String text = textOf(value);
        if (text == null || text.isBlank()) {
            throw wrong(property, "a word or number", value);
        }
        return text;
    }

    /** Reads an enumeration's word; what is null, missing, blank or none is what is given. */
    public String wordOr(String property, Words words, String otherwise) {
        return or(property, name -> word(name, words), otherwise);
    }

    /**
     * Flags as they came.
     *
     * @param number the sum of those that are known
     * @param unknown the words that are not, comma-separated; empty if there are none
     */
    public record Flags(long number, String unknown) {}

    /** Reads an enumeration of flags; words that are not known survive, and what is null or missing is the word {@code Unknown}. */
    public Flags flagsAndWords(String property, Words words) {
        PsValue value = object.property(property);
        Long number = value == null ? null : numberOf(value);
        if (number != null) {
            return new Flags(number, "");
        }
        String text = value == null ? null : textOf(value);
        if (text == null || text.isBlank()) {
            return new Flags(0, "Unknown");
        }
        long sum = 0;
        List<String> unknown = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            Long flag = words.flags(word);
            if (flag == null) {
                unknown.add(word.strip());
            } else {
                sum |= flag;
            }
        }
        return new Flags(sum, String.join(", ", unknown));
    }

    /** Reads an enumeration of flags as its number. */
    public long flags(String property, Words words) {
        PsValue value = need(property);
        Long number = numberOf(value);
        if (number == null) {
            String text = textOf(value);
            number = text == null ? null : words.flags(text);
        }
        if (number == null) {
            throw wrong(property, "known flags", value);
        }
        return number;
    }

    private PsValue need(String property) {
        PsValue value = object.property(property);
        if (value == null) {
            throw badReply(what + " came without the property " + property);
        }
        if (value.isNil()) {
            throw badReply(what + "." + property + " is null");
        }
        return value;
    }

    private static @Nullable String textOf(PsValue value) {
        if (value instanceof PsObject o && o.text() != null) {
            return o.text();
        }
        PsPrimitive primitive = value.primitive();
        return primitive == null ? null : primitive.value().toString();
    }

    private static @Nullable Long numberOf(PsValue value) {
        PsPrimitive primitive = value.primitive();
        if (primitive == null) {
            return null;
        }
        Object v = primitive.value();
        try {
            if (v instanceof BigInteger big) {
                return big.longValueExact();
            }
            if (v instanceof BigDecimal decimal) {
                return decimal.longValueExact();
            }
            if (v instanceof Number number && !(v instanceof Double) && !(v instanceof Float)) {
                return number.longValue();
            }
            if (v instanceof String text && text.matches("-?[0-9]{1,18}")) {
                return Long.parseLong(text);
            }
        } catch (ArithmeticException e) {
            return null;
        }
        return null;
    }

    private Fault wrong(String property, String wanted, PsValue came) {
        return badReply(what + "." + property + ": " + wanted + " was expected, " + kind(came) + " came");
    }

    private static String kind(PsValue value) {
        if (value.isNil()) {
            return "null";
        }
        return value instanceof PsPrimitive p ? p.type().netType() : value.toString();
    }

    /** Makes the fault for an answer that cannot be read. */
    public static Fault badReply(String message) {
        return Fault.lasting(ErrorKind.BAD_REPLY).because(message);
    }
}
