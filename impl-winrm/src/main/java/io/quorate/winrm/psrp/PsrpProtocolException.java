package io.quorate.winrm.psrp;

/** The other side broke the PowerShell Remoting protocol, or a limit of ours; the shell it came from is of no further use. */
public final class PsrpProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PsrpProtocolException(String message) {
        super(message);
    }

    public PsrpProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
