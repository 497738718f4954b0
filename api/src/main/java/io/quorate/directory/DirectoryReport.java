package io.quorate.directory;

import java.util.List;

/**
 * What was found to be wrong. Empty only where everything was read and is as it should be: what could not be read is a finding, too.
 *
 * @param findings what was found, machine by machine
 */
public record DirectoryReport(List<DirectoryFinding> findings) {
    public DirectoryReport {
        findings = List.copyOf(findings);
    }

    /** Tells whether everything was read and is as it should be. */
    public boolean isHealthy() {
        return findings.isEmpty();
    }

    /** Returns the findings of a kind. */
    public List<DirectoryFinding> of(DirectoryFinding.Kind kind) {
        return findings.stream().filter(one -> one.kind() == kind).toList();
    }
}
