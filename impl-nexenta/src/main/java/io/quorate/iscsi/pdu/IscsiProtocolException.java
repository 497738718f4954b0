package io.quorate.iscsi.pdu;

/** The other side sent what RFC 7143, or SCSI, does not allow here. The only exception that bytes from outside can raise in the codec, the machines and the SCSI decoders. */
public final class IscsiProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    public IscsiProtocolException(String message) {
        super(message);
    }
}
