package io.quorate.winrm.recipe.vm;

import io.quorate.winrm.recipe.Words;

/** The enumerations of the Hyper-V module that recipes read, with their numbers. */
final class VmWords {
    /** {@code VMState}. */
    static final Words STATE = Words.of(1, "Other")
            .and(2, "Running")
            .and(3, "Off")
            .and(4, "Stopping")
            .and(6, "Saved")
            .and(9, "Paused")
            .and(10, "Starting")
            .and(11, "Reset")
            .and(32773, "Saving")
            .and(32776, "Pausing")
            .and(32777, "Resuming")
            .and(32779, "FastSaved")
            .and(32780, "FastSaving")
            .and(32781, "ForceShutdown")
            .and(32782, "ForceReboot")
            .and(32783, "Hibernated")
            .and(32784, "ComponentServicing")
            .and(32785, "RunningCritical")
            .and(32786, "OffCritical")
            .and(32787, "StoppingCritical")
            .and(32788, "SavedCritical")
            .and(32789, "PausedCritical")
            .and(32790, "StartingCritical")
            .and(32791, "ResetCritical")
            .and(32792, "SavingCritical")
            .and(32793, "PausingCritical")
            .and(32794, "ResumingCritical")
            .and(32795, "FastSavedCritical")
            .and(32796, "FastSavingCritical");

    /** {@code VMHeartbeatStatus}. */
    static final Words HEARTBEAT = Words.of(0, "Unknown")
            .and(1, "Disabled")
            .and(2, "NoContact")
            .and(3, "Error")
            .and(4, "LostCommunication")
            .and(5, "OkApplicationsUnknown")
            .and(6, "OkApplicationsHealthy")
            .and(7, "OkApplicationsCritical")
            .and(8, "Paused");

    /** {@code ControllerType} of a drive. */
    static final Words CONTROLLER = Words.of(0, "IDE").and(1, "SCSI").and(2, "PMEM");

    private VmWords() {}
}
