package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.winrm.psrp.PsrpVectors.Case;
import io.quorate.winrm.psrp.PsrpVectors.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("vectors")
class PipelineVectorTest {
    private static final String[] IGNORED = {"HostInfo", "ApartmentState"};

    /** Clients differ in whether they say it twice. */
    private static final String[] IGNORED_BEFORE_2_2 = {"HostInfo", "ApartmentState", "IsNested"};

    /** An empty body, as some clients write it, is one. */
    private static final String NIL = XmlTree.of("<Nil />");

    private int structured;
    private int odd;
    private int scripts;
    private int inputs;
    private int refused;
    private final Map<String, List<String>> leftOut = new TreeMap<>();

    @Test
    void createPipeline_ofEveryDescribedPipeline_equalsTheRecordedOne() {
        for (Case recorded : PsrpVectors.cases()) {
            List<Recorded> messages = recorded.messages("clientMessages").stream()
                    .filter(m -> m.type() == PsrpMessageType.CREATE_PIPELINE)
                    .toList();
            List<JsonNode> pipelines = recorded.pipelines();
            if (!recorded.protocol().atLeast(PsrpVersion.V2_1)) {
                leftOut("protocol " + recorded.protocol() + " is not spoken", recorded);
                continue;
            }
            if (messages.size() != pipelines.size()) {
                leftOut("the recording holds " + messages.size() + " of " + pipelines.size() + " pipelines", recorded);
                continue;
            }
            for (int i = 0; i < pipelines.size(); i++) {
                try {
                    check(recorded, pipelines.get(i), messages.get(i));
                } catch (VectorPipelines.LeftOut e) {
                    leftOut(e.getMessage(), recorded);
                }
            }
        }
        System.out.println("CREATE_PIPELINE: " + structured + " structured pipelines through the public model, " + odd
                + " structured ones it cannot say and " + scripts + " scripts through the codec that is not exported; "
                + refused + " with an empty parameter name refused by the client; " + inputs + " input objects");
        leftOut.forEach((reason, cases) -> System.out.println("  left out, " + reason + ": " + cases));
    }

    private void check(Case recorded, JsonNode json, Recorded message) {
        WirePipeline wire = VectorPipelines.wire(json);
        PsrpVersion protocol = recorded.protocol().atLeast(PsrpVersion.V2_3) ? PsrpVersion.V2_3 : recorded.protocol();
        Optional<PsPipeline> pipeline = VectorPipelines.structured(json);
        PsObject ours = pipeline.isPresent()
                ? PipelineCodec.encode(pipeline.get(), VectorPipelines.options(json, protocol))
                : PipelineCodec.encode(wire, protocol);

        String xml = Clixml.write(ours);
        String[] ignored = protocol.atLeast(PsrpVersion.V2_2) ? IGNORED : IGNORED_BEFORE_2_2;
        assertThat(XmlTree.of(xml, ignored)).as(recorded.name()).isEqualTo(XmlTree.of(message.xml(), ignored));

        WirePipeline read = PipelineCodec.decode(Clixml.read(message.xml()));
        assertThat(read.hasScript()).as(recorded.name()).isEqualTo(wire.hasScript());
        assertThat(Clixml.write(PipelineCodec.encode(read, protocol)))
                .as(recorded.name())
                .isEqualTo(xml);
        checkInput(recorded, json, message);

        if (pipeline.isPresent()) {
            structured++;
            assertThat(read.toPipeline().statements().size())
                    .isEqualTo(pipeline.get().statements().size());
        } else if (wire.hasScript()) {
            scripts++;
            assertThatThrownBy(read::toPipeline).isInstanceOf(IllegalStateException.class);
        } else {
            odd++;
        }
        if (wire.hasEmptyParameterName()) {
            refused++;
            assertThatThrownBy(() -> new PsParameter("", PsNil.NIL)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(read::toPipeline).isInstanceOf(IllegalStateException.class);
        }
    }

    private void checkInput(Case recorded, JsonNode json, Recorded message) {
        List<String> sent = recorded.messages("clientMessages").stream()
                .filter(m -> m.type() == PsrpMessageType.PIPELINE_INPUT
                        && m.pipeline().equals(message.pipeline()))
                .map(m -> m.xml().isEmpty() ? NIL : XmlTree.of(m.xml()))
                .toList();
        List<String> ours = VectorPipelines.input(json).stream()
                .map(value -> XmlTree.of(Clixml.write(value)))
                .toList();
        assertThat(ours).as(recorded.name()).isEqualTo(sent);
        inputs += ours.size();
    }

    private void leftOut(String reason, Case recorded) {
        leftOut.computeIfAbsent(reason, r -> new ArrayList<>()).add(recorded.name());
    }
}
