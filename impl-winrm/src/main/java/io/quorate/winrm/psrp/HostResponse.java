package io.quorate.winrm.psrp;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PIPELINE_HOST_RESPONSE or RUNSPACEPOOL_HOST_RESPONSE ([MS-PSRP] 2.2.2.28, 2.2.2.16).
 *
 * @param callId the call's
 * @param method the method's number
 * @param methodName its name
 * @param result what the method returned; {@code $null} if it failed
 * @param error the error record if it failed
 */
public record HostResponse(
        long callId,
        int method,
        String methodName,
        PsValue result,
        @Nullable PsValue error) {
    private static final String MESSAGE = "HOST_RESPONSE";
    private static final int INVALID_OPERATION = 7;

    public HostResponse {
        Objects.requireNonNull(methodName, "methodName");
        Objects.requireNonNull(result, "result");
    }

    /** Answers a call with a value. */
    public static HostResponse returning(HostCall call, PsValue result) {
        return new HostResponse(call.callId(), call.method(), call.methodName(), result, null);
    }

    /** Answers a call with an error; the server's caller sees an exception with this text. */
    public static HostResponse failing(HostCall call, String errorId, String message) {
        PsErrorRecord record = new PsErrorRecord(
                errorId,
                INVALID_OPERATION,
                "HostException",
                null,
                message,
                List.of(new PsErrorRecord.NetException(
                        "System.Management.Automation.Host.HostException", message, null, null)));
        return new HostResponse(
                call.callId(), call.method(), call.methodName(), PsNil.NIL, ErrorRecordCodec.encode(record));
    }

    /** Reads the message's content. */
    public static HostResponse decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        PsValue error = fields.value("me");
        return new HostResponse(
                fields.int64("ci"),
                fields.int32("mi"),
                HostCall.methodName(fields.value("mi")),
                fields.value("mr"),
                error.isNil() ? null : error);
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        PsObject value = error == null ? new PsObject().with("mr", result) : new PsObject().with("me", error);
        return value.with("ci", PsValue.int64(callId)).with("mi", HostCall.methodId(method, methodName));
    }

    /** Names the method, never what was answered. */
    @Override
    public String toString() {
        return "answer to host call " + callId + ": " + methodName + (error == null ? "" : ", an error");
    }
}
