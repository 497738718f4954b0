package io.quorate.winrm.psrp;

/**
 * RUNSPACE_AVAILABILITY ([MS-PSRP] 2.2.2.8): answers a {@link RunspaceRequest}.
 *
 * @param callId the request's
 * @param counted whether this is a number of runspaces; otherwise it is success (1) or failure (0)
 * @param value the number
 */
public record RunspaceAvailability(long callId, boolean counted, long value) {
    private static final String MESSAGE = "RUNSPACE_AVAILABILITY";
    private static final String RESPONSE = "SetMinMaxRunspacesResponse";

    /** Makes the answer to all but a question for a number. */
    public static RunspaceAvailability done(long callId, boolean success) {
        return new RunspaceAvailability(callId, false, success ? 1 : 0);
    }

    /** Makes the answer to {@link RunspaceRequest.Kind#GET_AVAILABLE}. */
    public static RunspaceAvailability count(long callId, long runspaces) {
        return new RunspaceAvailability(callId, true, runspaces);
    }

    /** Reads the message's content. */
    public static RunspaceAvailability decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        long callId = fields.int64("ci");
        PsPrimitive response = fields.required(RESPONSE).primitive();
        return response != null && response.value() instanceof Boolean success
                ? done(callId, success)
                : count(callId, fields.int64(RESPONSE));
    }

    /** Tells whether the request was carried out. */
    public boolean success() {
        return counted || value != 0;
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        PsValue response = counted ? count() : PsValue.bool(success());
        return new PsObject().with(RESPONSE, response).with("ci", PsValue.int64(callId));
    }

    /** PowerShell sends what fits as a 32-bit number. */
    private PsValue count() {
        return value == (int) value ? PsValue.int32((int) value) : PsValue.int64(value);
    }
}
