package io.quorate.winrm.psrp;

import org.jspecify.annotations.Nullable;

/** Reads a message's content as what its type says. */
final class MessageReading {
    private MessageReading() {}

    /** Returns what was read; the plain value where the type has no record of its own. */
    static Object read(PsrpMessage message) {
        PsValue value = message.value();
        return switch (message.type()) {
            case SESSION_CAPABILITY -> SessionCapability.decode(value);
            case INIT_RUNSPACEPOOL -> RunspacePoolInit.decode(value);
            case RUNSPACEPOOL_INIT_DATA -> RunspacePoolInitData.decode(value);
            case RUNSPACEPOOL_STATE -> RunspacePoolStateChange.decode(value);
            case APPLICATION_PRIVATE_DATA -> ApplicationPrivateData.decode(value);
            case SET_MAX_RUNSPACES, SET_MIN_RUNSPACES, GET_AVAILABLE_RUNSPACES, RESET_RUNSPACE_STATE ->
                RunspaceRequest.decode(message.type(), value);
            case RUNSPACE_AVAILABILITY -> RunspaceAvailability.decode(value);
            case CREATE_PIPELINE -> PipelineCodec.decode(value);
            case PIPELINE_STATE -> PipelineStateChange.decode(value);
            case ERROR_RECORD -> ErrorRecordCodec.decode(value);
            case WARNING_RECORD -> InformationalRecord.decode(PsStream.WARNING, value);
            case VERBOSE_RECORD -> InformationalRecord.decode(PsStream.VERBOSE, value);
            case DEBUG_RECORD -> InformationalRecord.decode(PsStream.DEBUG, value);
            case INFORMATION_RECORD -> InformationRecord.decode(value);
            case PROGRESS_RECORD -> ProgressRecord.decode(value);
            case PIPELINE_HOST_CALL, RUNSPACEPOOL_HOST_CALL -> HostCall.decode(value);
            case PIPELINE_HOST_RESPONSE, RUNSPACEPOOL_HOST_RESPONSE -> HostResponse.decode(value);
            case PIPELINE_OUTPUT,
                    PIPELINE_INPUT,
                    END_OF_PIPELINE_INPUT,
                    PUBLIC_KEY,
                    ENCRYPTED_SESSION_KEY,
                    PUBLIC_KEY_REQUEST,
                    CONNECT_RUNSPACEPOOL,
                    USER_EVENT,
                    GET_COMMAND_METADATA -> value;
        };
    }

    /** Writes what {@link #read} returned, where the record holds all of it; null where it is a reduced view. */
    static @Nullable PsValue write(Object read) {
        if (read instanceof SessionCapability m) {
            return m.toValue();
        } else if (read instanceof RunspacePoolInit m) {
            return m.toValue();
        } else if (read instanceof RunspacePoolInitData m) {
            return m.toValue();
        } else if (read instanceof RunspacePoolStateChange m) {
            return m.toValue();
        } else if (read instanceof ApplicationPrivateData m) {
            return m.toValue();
        } else if (read instanceof RunspaceRequest m) {
            return m.toValue();
        } else if (read instanceof RunspaceAvailability m) {
            return m.toValue();
        } else if (read instanceof PipelineStateChange m) {
            return m.toValue();
        } else if (read instanceof HostCall m) {
            return m.toValue();
        } else if (read instanceof HostResponse m) {
            return m.toValue();
        } else if (read instanceof ProgressRecord m) {
            return m.toValue();
        }
        return null;
    }
}
