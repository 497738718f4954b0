package io.quorate.winrm.psrp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * A message ([MS-PSRP] 2.2.1): 40 bytes of header and CLIXML in UTF-8.
 *
 * @param destination whom it is for
 * @param type what it is
 * @param runspacePoolId the pool it belongs to; {@link #NONE} in what a server says of the session: SESSION_CAPABILITY, the exchange of keys
 * @param pipelineId the pipeline it belongs to, or {@link #NONE}
 * @param body the CLIXML without byte order mark; empty means {@code $null}
 */
public record PsrpMessage(
        PsrpDestination destination, PsrpMessageType type, UUID runspacePoolId, UUID pipelineId, PsBytes body) {
    /** The length of a message's header. */
    public static final int HEADER_BYTES = 40;

    /** The id that stands for no pool or no pipeline. */
    public static final UUID NONE = new UUID(0, 0);

    private static final PsBytes EMPTY = PsBytes.owning(new byte[0]);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    public PsrpMessage {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(runspacePoolId, "runspacePoolId");
        Objects.requireNonNull(pipelineId, "pipelineId");
        Objects.requireNonNull(body, "body");
    }

    /** Makes a client's message. A null value makes an empty body, but for an input object, which is written as {@code <Nil />}. */
    public static PsrpMessage toServer(PsrpMessageType type, UUID runspacePoolId, UUID pipelineId, PsValue value) {
        return toServer(type, runspacePoolId, pipelineId, value, SecureCodec.none());
    }

    /**
     * Makes a client's message as {@link #toServer(PsrpMessageType, UUID, UUID, PsValue)} does.
     *
     * @param secure encrypts secure strings
     * @throws IllegalArgumentException if one cannot be sent
     */
    static PsrpMessage toServer(
            PsrpMessageType type, UUID runspacePoolId, UUID pipelineId, PsValue value, SecureCodec secure) {
        PsBytes body = value.isNil() && type != PsrpMessageType.PIPELINE_INPUT ? EMPTY : written(value, secure);
        return new PsrpMessage(PsrpDestination.SERVER, type, runspacePoolId, pipelineId, body);
    }

    /** Makes a server's message. A null value makes an empty body. */
    public static PsrpMessage toClient(PsrpMessageType type, UUID runspacePoolId, UUID pipelineId, PsValue value) {
        return toClient(type, runspacePoolId, pipelineId, value, SecureCodec.none());
    }

    /**
     * Makes a server's message. A null value makes an empty body.
     *
     * @param secure encrypts secure strings
     * @throws IllegalArgumentException if one cannot be sent
     */
    public static PsrpMessage toClient(
            PsrpMessageType type, UUID runspacePoolId, UUID pipelineId, PsValue value, SecureCodec secure) {
        PsBytes body = value.isNil() ? EMPTY : written(value, secure);
        return new PsrpMessage(PsrpDestination.CLIENT, type, runspacePoolId, pipelineId, body);
    }

    /**
     * Reads a message whose fragments were put together. A byte order mark before the body is dropped. The body is not looked at.
     *
     * @throws PsrpProtocolException if it is too short, or its destination or type is unknown
     */
    public static PsrpMessage decode(byte[] message) {
        if (message.length < HEADER_BYTES) {
            throw new PsrpProtocolException("a message of " + message.length + " bytes has no header");
        }
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        PsrpDestination destination = PsrpDestination.of(in.getInt());
        PsrpMessageType type = PsrpMessageType.of(in.getInt());
        UUID runspacePoolId = NetGuid.read(in);
        UUID pipelineId = NetGuid.read(in);
        int from = in.position();
        int marked = from + BYTE_ORDER_MARK.length;
        if (message.length >= marked && Arrays.equals(message, from, marked, BYTE_ORDER_MARK, 0, 3)) {
            from = marked;
        }
        PsBytes body = PsBytes.owning(Arrays.copyOfRange(message, from, message.length));
        return new PsrpMessage(destination, type, runspacePoolId, pipelineId, body);
    }

    /** Tells whether a message is of a type that the protocol does not know: of a later version, and nothing we could wait for. */
    static boolean isOfUnknownType(byte[] message) {
        return message.length >= HEADER_BYTES
                && !PsrpMessageType.isKnown(
                        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES));
    }

    /** Returns the bytes to cut into fragments. A server's body starts with a byte order mark, a client's and an empty one do not. */
    public byte[] encode() {
        return encode(destination == PsrpDestination.CLIENT);
    }

    /** Returns the bytes to cut into fragments, with or without a byte order mark; an empty body never has one. */
    public byte[] encode(boolean byteOrderMark) {
        byte[] mark = byteOrderMark && body.length() > 0 ? BYTE_ORDER_MARK : new byte[0];
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + mark.length + body.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(destination.id())
                .putInt(type.id());
        NetGuid.write(runspacePoolId, out);
        NetGuid.write(pipelineId, out);
        return out.put(mark).put(body.array()).array();
    }

    /**
     * Reads the body with the usual limits.
     *
     * @throws ClixmlException if it is not CLIXML
     */
    public PsValue value() {
        return value(ClixmlLimits.DEFAULT);
    }

    /**
     * Reads the body.
     *
     * @throws ClixmlException if it is not CLIXML or breaks a limit
     */
    public PsValue value(ClixmlLimits limits) {
        return value(limits, SecureCodec.none());
    }

    /**
     * Reads the body.
     *
     * @param secure decrypts secure strings
     * @throws ClixmlException if it is not CLIXML, breaks a limit, or holds what is no secure string for this codec
     */
    public PsValue value(ClixmlLimits limits, SecureCodec secure) {
        return body.length() == 0 ? PsNil.NIL : Clixml.read(body.array(), limits, secure);
    }

    static PsBytes written(PsValue value, SecureCodec secure) {
        return PsBytes.owning(Clixml.write(value, secure).getBytes(StandardCharsets.UTF_8));
    }

    /** Names the message, never its content. */
    @Override
    public String toString() {
        return type + " to " + destination + ", pool " + runspacePoolId + ", pipeline " + pipelineId + ", " + body;
    }
}
