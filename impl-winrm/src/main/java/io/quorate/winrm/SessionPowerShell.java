package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsErrors;
import java.util.List;

/** Runs a recipe's pipelines on one session until one deadline. Any error record is a failure. */
final class SessionPowerShell implements PowerShell {
    private final WinRmSession session;
    private final Deadline deadline;

    SessionPowerShell(WinRmSession session, Deadline deadline) {
        this.session = session;
        this.deadline = deadline;
    }

    @Override
    public List<PsValue> run(PsPipeline pipeline) {
        PsResult result = session.run(pipeline, deadline);
        PsErrorRecord failure = result.failure();
        if (failure == null && !result.errors().isEmpty()) {
            failure = result.errors().get(0);
        }
        if (failure != null) {
            Fault fault = WindowsErrors.fault(failure);
            for (PsErrorRecord error : result.errors()) {
                if (error != failure) {
                    fault.addSuppressed(WindowsErrors.fault(error));
                }
            }
            throw fault;
        }
        if (result.state() != PsPipelineState.COMPLETED) {
            throw Fault.unanswered(ErrorKind.REJECTED).because("the pipeline was stopped on the host before it ended");
        }
        return result.output();
    }
}
