package io.quorate.winrm.psrp;

import io.quorate.winrm.psrp.PsErrorRecord.NetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes ErrorRecords as they travel ([MS-PSRP] 2.2.3.15). */
public final class ErrorRecordCodec {
    /** How many exceptions of a chain are read. */
    static final int MAX_CHAIN = 32;

    private static final String DESERIALIZED = "Deserialized.";
    private static final List<String> CATEGORIES = List.of(
            "NotSpecified",
            "OpenError",
            "CloseError",
            "DeviceError",
            "DeadlockDetected",
            "InvalidArgument",
            "InvalidData",
            "InvalidOperation",
            "InvalidResult",
            "InvalidType",
            "MetadataError",
            "NotImplemented",
            "NotInstalled",
            "ObjectNotFound",
            "OperationStopped",
            "OperationTimeout",
            "SyntaxError",
            "ParserError",
            "PermissionDenied",
            "ResourceBusy",
            "ResourceExists",
            "ResourceUnavailable",
            "ReadError",
            "WriteError",
            "FromStdErr",
            "SecurityError",
            "ProtocolError",
            "ConnectionError",
            "AuthenticationError",
            "LimitsExceeded",
            "QuotaExceeded",
            "NotEnabled");

    private ErrorRecordCodec() {}

    /**
     * Reads an error record. Whatever is missing is left empty: an error must not be lost because it is odd.
     *
     * @throws PsrpProtocolException if it is not an object at all
     */
    public static PsErrorRecord decode(PsValue value) {
        if (!(value instanceof PsObject record)) {
            throw new PsrpProtocolException("an error record is not an object");
        }
        List<NetException> exceptions = chain(record.property("Exception"));
        return new PsErrorRecord(
                orEmpty(text(record, "FullyQualifiedErrorId")),
                orZero(number(record, "ErrorCategory_Category")),
                text(record, "ErrorCategory_Reason"),
                text(record, "ErrorCategory_TargetName"),
                message(record, exceptions),
                exceptions);
    }

    /** Writes an error record about nothing in particular, without invocation info. */
    public static PsObject encode(PsErrorRecord record) {
        return encode(record, "", "", PsNil.NIL);
    }

    /**
     * Writes an error record, without invocation info.
     *
     * @param activity what the server was doing, usually the cmdlet's name
     * @param targetType the short type name of the object it is about, or an empty text
     * @param targetObject that object
     */
    public static PsObject encode(PsErrorRecord record, String activity, String targetType, PsValue targetObject) {
        String reason = orEmpty(record.categoryReason());
        String target = orEmpty(record.targetName());
        return PsObject.of("System.Management.Automation.ErrorRecord", "System.Object")
                .text(record.message())
                .with("Exception", exception(record.exceptions(), 0))
                .with("TargetObject", targetObject)
                .with("FullyQualifiedErrorId", PsValue.string(record.fullyQualifiedErrorId()))
                .with("InvocationInfo", PsNil.NIL)
                .with("ErrorCategory_Category", PsValue.int32(record.category()))
                .with("ErrorCategory_Activity", PsValue.string(activity))
                .with("ErrorCategory_Reason", PsValue.string(reason))
                .with("ErrorCategory_TargetName", PsValue.string(target))
                .with("ErrorCategory_TargetType", PsValue.string(targetType))
                .with(
                        "ErrorCategory_Message",
                        PsValue.string(categoryName(record.category()) + ": (" + target + ":" + targetType + ") ["
                                + activity + "], " + reason))
                .with("SerializeExtendedInfo", PsValue.bool(false));
    }

    /** Returns the name of an ErrorCategory number; the number itself if there is none. */
    public static String categoryName(int category) {
        return category >= 0 && category < CATEGORIES.size() ? CATEGORIES.get(category) : Integer.toString(category);
    }

    /**
     * Returns the number of an ErrorCategory.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static int category(String name) {
        int category = CATEGORIES.indexOf(name);
        if (category < 0) {
            throw new IllegalArgumentException("no ErrorCategory " + name);
        }
        return category;
    }

    private static PsValue exception(List<NetException> chain, int at) {
        if (at == chain.size()) {
            return PsNil.NIL;
        }
        NetException exception = chain.get(at);
        PsObject object = PsObject.of(exception.type(), "System.Exception", "System.Object")
                .text(exception.type() + ": " + exception.message())
                .withAdapted("Message", PsValue.string(exception.message()))
                .withAdapted("InnerException", exception(chain, at + 1));
        if (exception.nativeErrorCode() != null) {
            object.withAdapted("NativeErrorCode", PsValue.int32(exception.nativeErrorCode()));
        }
        if (exception.hresult() != null) {
            object.withAdapted("HResult", PsValue.int32(exception.hresult()));
        }
        return object;
    }

    private static List<NetException> chain(@Nullable PsValue first) {
        List<NetException> chain = new ArrayList<>();
        Set<PsValue> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        PsValue value = first;
        while (value != null && !value.isNil() && chain.size() < MAX_CHAIN && seen.add(value)) {
            if (value instanceof PsObject object) {
                chain.add(new NetException(
                        type(object),
                        message(object, List.of()),
                        number(object, "HResult"),
                        number(object, "NativeErrorCode")));
                value = object.property("InnerException");
            } else {
                chain.add(new NetException("", textOf(value), null, null));
                value = null;
            }
        }
        return chain;
    }

    private static String type(PsObject object) {
        if (object.typeNames().isEmpty()) {
            return "";
        }
        String type = object.typeNames().get(0);
        return type.startsWith(DESERIALIZED) ? type.substring(DESERIALIZED.length()) : type;
    }

    /** What the author of a record said beats what the exception says; the object's text is the last resort. */
    private static String message(PsObject object, List<NetException> exceptions) {
        String details = text(object, "ErrorDetails_Message");
        if (details != null) {
            return details;
        }
        if (!exceptions.isEmpty()) {
            return exceptions.get(0).message();
        }
        String message = text(object, "Message");
        return message == null ? orEmpty(object.text()) : message;
    }

    private static @Nullable String text(PsObject object, String name) {
        PsValue value = object.property(name);
        PsPrimitive primitive = value == null ? null : value.primitive();
        return primitive != null && primitive.value() instanceof String text ? text : null;
    }

    private static String textOf(PsValue value) {
        PsPrimitive primitive = value.primitive();
        return primitive != null && primitive.value() instanceof String text ? text : "";
    }

    /** A code is 32 bits wide, whether it came as a signed or an unsigned number. */
    private static @Nullable Integer number(PsObject object, String name) {
        PsValue value = object.property(name);
        Long number = value == null ? null : Fields.number(value);
        return number == null ? null : (Integer) number.intValue();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
