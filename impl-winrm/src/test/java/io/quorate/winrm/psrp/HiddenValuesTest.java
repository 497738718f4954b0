package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenValuesTest {
    private static final String CANARY = "canary";
    private static final PsValue SECRET = PsValue.string(CANARY);
    private static final UUID ID = new UUID(1, 2);

    @Test
    void toString_ofWhateverHoldsAValue_neverPrintsIt() {
        PsCommand command = new PsCommand(
                        "Hyper-V\\New-VM", List.of(new PsParameter(null, SECRET)), Set.of(PsStream.WARNING))
                .with("Password", CANARY)
                .with("Names", List.of(CANARY));
        PsPipeline pipeline = new PsPipeline(List.of(List.of(command)), List.of(SECRET));
        PsObject object = PsObject.of("System.Object")
                .text(CANARY)
                .content((PsPrimitive) SECRET)
                .with("Extended", SECRET)
                .withAdapted("Adapted", SECRET);
        PsErrorRecord error = new PsErrorRecord(
                "Denied,Stub",
                18,
                CANARY,
                CANARY,
                CANARY,
                List.of(new PsErrorRecord.NetException("System.Exception", CANARY, 0x80070005, 5)));
        PsObject message = PipelineCodec.encode(pipeline, PipelineOptions.of(PsrpVersion.V2_3));
        HostCall call = new HostCall(1, 11, "ReadLine", List.of(SECRET));
        List<Object> all = List.of(
                SECRET,
                new PsPrimitive(PsType.BYTES, new PsBytes(CANARY.getBytes(StandardCharsets.UTF_8))),
                new PsPrimitive(PsType.SECURE_STRING, new PsSecureText(CANARY)),
                new PsSecureText(CANARY),
                PsSecureString.of(CANARY.toCharArray()),
                PsValue.secure(PsSecureString.of(CANARY.toCharArray())),
                PsCredential.of(CANARY, Secret.of(CANARY)),
                PsCredential.of(CANARY, Secret.of(CANARY)).toValue(),
                SessionKey.owning("canary-canary-canary-canary-cana".getBytes(StandardCharsets.US_ASCII)),
                PsCommand.of("X").with("Password", PsSecureString.of(CANARY.toCharArray())),
                new PsParameter("Password", SECRET),
                new PsProperty("Password", SECRET),
                command,
                pipeline,
                object,
                new PsItems(PsItems.Kind.LIST, List.of(SECRET)),
                new PsDictionary(List.of(new PsDictionary.Entry(SECRET, SECRET))),
                new PsDictionary.Entry(SECRET, SECRET),
                error,
                error.exceptions().get(0),
                new PsRecord(PsStream.VERBOSE, SECRET),
                new PsResult(
                        PsPipelineState.FAILED,
                        List.of(SECRET, object),
                        List.of(error),
                        List.of(new PsRecord(PsStream.VERBOSE, SECRET)),
                        error),
                new ClixmlItem("Output", SECRET),
                PipelineCodec.decode(message),
                message,
                PsrpMessage.toServer(PsrpMessageType.CREATE_PIPELINE, ID, ID, message),
                new PsrpFragment(1, 0, true, true, new PsBytes(CANARY.getBytes(StandardCharsets.UTF_8))),
                call,
                HostResponse.returning(call, SECRET),
                HostResponse.failing(call, "No", CANARY),
                new InformationalRecord(PsStream.WARNING, CANARY),
                new InformationRecord(SECRET, "Write-Host", List.of(CANARY), CANARY, CANARY, 1),
                new ProgressRecord(CANARY, 1, -1, CANARY, CANARY, 50, -1, false),
                new ApplicationPrivateData(SECRET),
                new PipelineStateChange(PsPipelineState.FAILED, ErrorRecordCodec.encode(error)),
                new RunspacePoolStateChange(RunspacePoolState.BROKEN, ErrorRecordCodec.encode(error)),
                Map.of("key", SECRET));

        assertThat(all).allSatisfy(it -> assertThat(it.toString()).doesNotContain(CANARY));
        assertThat(pipeline.toString())
                .contains("Hyper-V\\New-VM")
                .contains("Password")
                .contains("System.String");
        assertThat(error.toString()).contains("Denied,Stub").contains("0x80070005");
    }

    @ParameterizedTest
    @EnumSource(PsType.class)
    void read_whenAValueIsNotOfItsType_saysSoWithoutIt(PsType type) {
        Throwable thrown = catchThrowable(() -> Clixml.read(
                ("<" + type.tag() + ">canary \uFFFF&lt;</" + type.tag() + ">").getBytes(StandardCharsets.UTF_8),
                ClixmlLimits.DEFAULT));

        assertHidden(thrown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<S>canary",
                "<S>&canary;</S>",
                "<S>&#xcanary;</S>",
                "<S canary=\"1\" canary=\"1\"/>",
                "<canary:S/>",
                "<I32>canary</I32>",
                "<I32>canary<x/></I32>",
                "<!DOCTYPE canary>",
                "canary",
                "<?xml version=\"canary\"?><S/>",
                "<?xml version=\"1.0\" encoding=\"canary\"?><S/>",
                "<Obj RefId=\"0\"><TN RefId=\"0\"><T>a</T></TN><I32 N=\"x\">canary</I32></Obj>",
                "<Obj RefId=\"canary\"><MS><Ref RefId=\"canary2\" N=\"a\"/></MS></Obj>"
            })
    void read_whenADocumentIsBroken_neverQuotesIt(String xml) {
        assertHidden(catchThrowable(() -> Clixml.read(xml.getBytes(StandardCharsets.UTF_8), ClixmlLimits.DEFAULT)));
    }

    @Test
    void decode_whenAVersionIsNone_neverQuotesIt() {
        assertHidden(catchThrowable(() -> PsrpVersion.parse("canary.1")));
    }

    /** Looks at the whole chain, as a log does. */
    private static void assertHidden(Throwable thrown) {
        if (thrown == null) {
            return;
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(CANARY);
        assertThat(thrown).isInstanceOfAny(ClixmlException.class, PsrpProtocolException.class);
    }
}
