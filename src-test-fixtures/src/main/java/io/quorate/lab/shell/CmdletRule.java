package io.quorate.lab.shell;

/**
 * What one cmdlet does to the estate. Called once for every bound record (once without pipeline input).
 *
 * @see Invocation
 */
public interface CmdletRule {

    /** Returns the module-qualified name, e.g. {@code FailoverClusters\Get-ClusterNode}. */
    String cmdlet();

    /** Runs one call. A thrown {@link LabError} is a terminating error. May block in the world's time. */
    void run(Invocation call);
}
