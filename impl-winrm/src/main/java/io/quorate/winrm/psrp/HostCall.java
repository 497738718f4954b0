package io.quorate.winrm.psrp;

import java.util.List;
import java.util.Objects;

/**
 * PIPELINE_HOST_CALL or RUNSPACEPOOL_HOST_CALL ([MS-PSRP] 2.2.2.27, 2.2.2.15): the server wants something of the user.
 *
 * @param callId what the answer must carry; {@link #NO_ANSWER} if none is awaited
 * @param method the method's number ([MS-PSRP] 2.2.3.17)
 * @param methodName its name
 * @param arguments its arguments
 */
public record HostCall(long callId, int method, String methodName, List<PsValue> arguments) {
    /** The call id of methods that return nothing. */
    public static final long NO_ANSWER = -100;

    /** The number of the method that sets the exit code. */
    public static final int SET_SHOULD_EXIT = 6;

    private static final String MESSAGE = "HOST_CALL";

    public HostCall {
        Objects.requireNonNull(methodName, "methodName");
        arguments = List.copyOf(arguments);
    }

    /** Reads the message's content. */
    public static HostCall decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        return new HostCall(fields.int64("ci"), fields.int32("mi"), methodName(fields.value("mi")), fields.items("mp"));
    }

    /** Tells whether the server waits for an answer. */
    public boolean awaitsAnswer() {
        return callId != NO_ANSWER;
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        return new PsObject()
                .with("ci", PsValue.int64(callId))
                .with("mi", methodId(method, methodName))
                .with(
                        "mp",
                        PsObject.of("System.Collections.ArrayList", "System.Object")
                                .content(new PsItems(PsItems.Kind.LIST, arguments)));
    }

    static PsObject methodId(int method, String methodName) {
        return PsObject.enumeration("System.Management.Automation.Remoting.RemoteHostMethodId", methodName, method);
    }

    static String methodName(PsValue value) {
        String text = value instanceof PsObject object ? object.text() : null;
        return text == null ? "" : text;
    }

    /** Names the method, never its arguments. */
    @Override
    public String toString() {
        return "host call " + callId + ": " + methodName + " (" + method + ")";
    }
}
