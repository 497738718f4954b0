package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.spi.Cursor;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
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
    private final Progress progress;

    SessionPowerShell(WinRmSession session, Deadline deadline, Progress progress) {
        this.session = session;
        this.deadline = deadline;
        this.progress = progress;
    }

    @Override
    public List<PsValue> run(PsPipeline pipeline) {
        try {
            List<PsValue> output = judged(pipeline);
            progress.answered(pipeline);
            return output;
        } catch (Fault fault) {
            throw progress.failed(pipeline, fault);
        }
    }

    @Override
    public Cursor<PsValue> open(PsPipeline pipeline) {
        return new PipelineOutput(session, pipeline);
    }

    private List<PsValue> judged(PsPipeline pipeline) {
        PsResult result = session.run(pipeline, deadline);
        judge(result, result.errors());
        return result.output();
    }

    /**
     * Tells whether it went well.
     *
     * @param errors that came on the way
     * @throws Fault if it did not
     */
    static void judge(PsResult result, List<PsErrorRecord> errors) {
        PsErrorRecord failure = result.failure();
        if (failure == null && !errors.isEmpty()) {
            failure = errors.get(0);
        }
        if (failure != null) {
            throw failed(failure, errors);
        }
        if (result.state() != PsPipelineState.COMPLETED) {
            throw Fault.unanswered(ErrorKind.REJECTED).because("the pipeline was stopped on the host before it ended");
        }
    }

    /** The first error tells what went wrong; one of any that leaves open what was done leaves it open. */
    private static Fault failed(PsErrorRecord failure, List<PsErrorRecord> errors) {
        Fault fault = WindowsErrors.fault(failure);
        List<Fault> others = errors.stream()
                .filter(error -> error != failure)
                .map(WindowsErrors::fault)
                .toList();
        boolean open = others.stream().anyMatch(other -> other.phase() == FaultPhase.UNANSWERED);
        Fault all = open ? fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage())) : fault;
        others.forEach(all::addSuppressed);
        return all;
    }
}
