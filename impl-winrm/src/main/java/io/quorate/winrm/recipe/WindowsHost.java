package io.quorate.winrm.recipe;

/** What a recipe may use of one Windows host, each until the call's deadline. Opened when first used. */
public interface WindowsHost {

    /** Returns the host's PowerShell. */
    PowerShell powerShell();
}
