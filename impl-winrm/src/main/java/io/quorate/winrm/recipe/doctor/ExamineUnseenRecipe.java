package io.quorate.winrm.recipe.doctor;

import io.quorate.Span;
import io.quorate.doctor.UnseenAnswers;
import io.quorate.doctor.UnseenAnswers.Answer;
import io.quorate.doctor.command.ExamineUnseen;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.HostEntry;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the six things that nobody of this project has seen a real host answer, as far as they can be asked without changing anything. */
final class ExamineUnseenRecipe implements ReadingRecipe<ExamineUnseen, UnseenAnswers> {
    /** What no node is named: the answer is an error, and its chain is what is asked for. */
    private static final String NOBODY = "quorate-none";

    private static final int MOST = 3;

    @Override
    public Class<ExamineUnseen> handles() {
        return ExamineUnseen.class;
    }

    @Override
    public UnseenAnswers run(ExamineUnseen command, WindowsHost host) {
        HostEntry entry = host.entry();
        List<Answer> answers = new ArrayList<>();
        answers.add(ask(
                "cluster-property-before-a-write",
                entry,
                Line.message(Line.statement(
                        Cmdlet.GET_CLUSTER.line(),
                        Cmdlet.FOR_EACH_OBJECT.line().with("MemberName", "get_SameSubnetDelay")))));
        answers.add(ask(
                "exception-chain-of-a-cluster-cmdlet",
                entry,
                Line.message(Line.statement(Cmdlet.GET_CLUSTER_NODE.line().with("Name", List.of(NOBODY))))));
        answers.add(ask(
                "owner-node-projected",
                entry,
                Line.message(Cmdlet.GET_CLUSTER_GROUP.line().select(List.of("Name", "OwnerNode")))));
        answers.add(echoed(entry));
        answers.add(autoload(entry));
        answers.add(new Answer(
                "run-as-endpoint-with-add-clusternode",
                "",
                entry.delegated() == null
                        ? "not asked: the endpoint names no delegatedConfiguration"
                        : "not asked: adding a node changes the cluster; the endpoint names a delegatedConfiguration",
                List.of()));
        return new UnseenAnswers(answers);
    }

    private static PsPipeline system() {
        return Line.message(Line.statement(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/cimv2")
                .with("ClassName", "Win32_OperatingSystem")));
    }

    /** Sends a CimInstance back as the argument it came as. */
    private static Answer echoed(HostEntry entry) {
        String question = "cim-instance-echoed-as-an-argument";
        PsResult first;
        try {
            first = entry.result(system());
        } catch (Fault fault) {
            return failed(question, text(system()), fault);
        }
        if (first.output().isEmpty()) {
            return answer(question, system(), first, "");
        }
        PsValue instance = first.output().get(0);
        return ask(
                question,
                entry,
                Line.message(Line.statement(Cmdlet.GET_CIM_INSTANCE.line().with("InputObject", instance))));
    }

    /** The first call of a function of Storage in a runspace loads the module; the second does not. */
    private static Answer autoload(HostEntry entry) {
        PsPipeline storage = Line.message(Cmdlet.GET_INITIATOR_PORT.line().select(List.of("ConnectionType")));
        String question = "cold-autoload-of-a-storage-function";
        long began = entry.nanos();
        Answer cold = ask(question, entry, storage);
        long between = entry.nanos();
        Answer warm = ask(question, entry, storage);
        return new Answer(
                question,
                cold.asked(),
                cold.outcome() + " after " + Span.words(Duration.ofNanos(between - began)) + ", then " + warm.outcome()
                        + " after " + Span.words(Duration.ofNanos(entry.nanos() - between)),
                cold.objects());
    }

    private static Answer ask(String question, HostEntry entry, PsPipeline pipeline) {
        if (entry.late()) {
            return new Answer(question, text(pipeline), "not asked: no time was left", List.of());
        }
        try {
            return answer(question, pipeline, entry.result(pipeline), "");
        } catch (Fault fault) {
            return failed(question, text(pipeline), fault);
        }
    }

    private static Answer failed(String question, String asked, Fault fault) {
        return new Answer(question, asked, "no answer: " + fault.kind() + " " + fault.phase(), List.of());
    }

    private static Answer answer(String question, PsPipeline pipeline, PsResult result, String more) {
        List<UnseenAnswers.Shape> shapes = new ArrayList<>();
        result.output().stream().limit(MOST).forEach(value -> shapes.add(Shapes.of("", value)));
        List<PsErrorRecord> errors = new ArrayList<>(result.errors());
        if (result.failure() != null) {
            errors.add(result.failure());
        }
        errors.stream().limit(MOST).forEach(error -> shapes.add(Shapes.of(error)));
        String outcome = result.state() == PsPipelineState.COMPLETED && errors.isEmpty() ? "answered" : "refused";
        return new Answer(
                question,
                text(pipeline),
                outcome + " with " + result.output().size() + " objects and " + errors.size() + " errors, state "
                        + result.state().name().toLowerCase(Locale.ROOT) + more,
                shapes);
    }

    /** The line with its own literals; an object of the host's is not spelt out. */
    private static String text(PsPipeline pipeline) {
        String text = PipelineStep.of(pipeline).get(0).text();
        int object = text.indexOf("-InputObject ");
        return object < 0 ? text : text.substring(0, object) + "-InputObject (as it came)";
    }
}
