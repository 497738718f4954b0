package io.quorate.winrm.recipe;

/** What a recipe may use of one Windows host, each until the call's deadline. Opened when first used. */
public interface WindowsHost {

    /** Returns the host's PowerShell. */
    PowerShell powerShell();

    /**
     * Returns the way in to the host, for the doctor.
     *
     * @throws UnsupportedOperationException if there is none but PowerShell
     */
    default HostEntry entry() {
        throw new UnsupportedOperationException("this way to a host has nothing but PowerShell");
    }
}
