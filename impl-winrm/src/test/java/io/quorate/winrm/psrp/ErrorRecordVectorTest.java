package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.psrp.PsErrorRecord.NetException;
import io.quorate.winrm.psrp.PsrpVectors.Case;
import io.quorate.winrm.psrp.PsrpVectors.Recorded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("vectors")
class ErrorRecordVectorTest {

    /** Case, id, category, reason, target, and the chain as {@code type hresult[/native]}, outermost first. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "write-error-plain | Microsoft.PowerShell.Commands.WriteErrorException | 0 | WriteErrorException | \"\" |"
                        + " Microsoft.PowerShell.Commands.WriteErrorException -2146233087",
                "write-error-full | LabErr,1 | 21 | Why | tgt |"
                        + " Microsoft.PowerShell.Commands.WriteErrorException -2146233087",
                "write-error-exception | X | 0 | IOException | \"\" | System.IO.IOException -2146232800",
                "throw-string | thrown text | 14 | RuntimeException | thrown text |"
                        + " System.Management.Automation.RuntimeException -2146233087",
                "throw-exception-inner | outer | 14 | InvalidOperationException | \"\" |"
                        + " System.InvalidOperationException -2146233079; System.ArgumentException -2147024809",
                "terminating-cmdlet | PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand | 13 |"
                        + " ItemNotFoundException | /srv/x/nope |"
                        + " System.Management.Automation.ItemNotFoundException -2146233087",
                "command-not-found | CommandNotFoundException | 13 | CommandNotFoundException | Get-NoSuchThing |"
                        + " System.Management.Automation.CommandNotFoundException -2146233087",
                "module-qualified-not-found | CouldNotAutoLoadModule | 13 | CommandNotFoundException | NoMod\\Get-Thing |"
                        + " System.Management.Automation.CommandNotFoundException -2146233087",
                "method-throws | FormatException | 0 | MethodInvocationException | \"\" |"
                        + " System.Management.Automation.MethodInvocationException -2146233087;"
                        + " System.FormatException -2146233033",
                "parse-error | IfStatementMissingCondition | 17 | IncompleteParseException | \"\" |"
                        + " System.Management.Automation.IncompleteParseException -2146233087",
                "unknown-parameter | NamedParameterNotFound,Microsoft.PowerShell.Commands.GetDateCommand | 5 |"
                        + " ParameterBindingException | \"\" |"
                        + " System.Management.Automation.ParameterBindingException -2146233087",
                "transformation-int | CannotConvertArgumentNoMessage,Microsoft.PowerShell.Commands.StartSleepCommand | 5 |"
                        + " ParameterBindingException | \"\" |"
                        + " System.Management.Automation.ParameterBindingException -2146233087;"
                        + " System.Management.Automation.PSInvalidCastException -2147467262;"
                        + " System.FormatException -2146233033",
                "validation-set | ParameterArgumentValidationError,f | 6 | ParameterBindingValidationException | \"\" |"
                        + " System.Management.Automation.ParameterBindingValidationException -2146233087;"
                        + " System.Management.Automation.ValidationMetadataException -2146233087",
                "catch-rethrow | RuntimeException | 0 | RuntimeException | \"\" |"
                        + " System.Management.Automation.RuntimeException -2146233087;"
                        + " System.DivideByZeroException -2147352558",
                "win32exception | Input/output error | 14 | Win32Exception | \"\" |"
                        + " System.ComponentModel.Win32Exception -2147467259/5",
                "readonly-variable | VariableNotWritable,Microsoft.PowerShell.Commands.SetVariableCommand | 23 |"
                        + " SessionStateUnauthorizedAccessException | PID |"
                        + " System.Management.Automation.SessionStateUnauthorizedAccessException -2146233087",
                "throw-terminating-error | TteId,f | 7 | Exception | t | System.Exception -2146233088",
                "writeerror-method | WeId,f | 7 | Exception | t | System.Exception -2146233088"
            })
    void decode_ofARecordedError_keepsIdCategoryAndChain(
            String name, String id, int category, String reason, String target, String chain) {
        PsErrorRecord error = errors(PsrpVectors.theCase("errors/" + name)).get(0);

        assertThat(error.fullyQualifiedErrorId()).isEqualTo(id);
        assertThat(error.category()).isEqualTo(category);
        assertThat(error.categoryReason()).isEqualTo(reason);
        assertThat(error.targetName()).isEqualTo(target);
        assertThat(error.exceptions().stream().map(ErrorRecordVectorTest::text).toList())
                .containsExactly(chain.split("; "));
        assertThat(error.message()).isNotBlank();
    }

    @Test
    void decode_whenTheRecordHasDetails_prefersTheirMessage() {
        PsErrorRecord error =
                errors(PsrpVectors.theCase("errors/error-category-dump")).get(0);

        assertThat(error.message()).isEqualTo("details");
        assertThat(error.exceptions())
                .singleElement()
                .satisfies(e -> assertThat(e.message()).isEqualTo("m"));
    }

    @Test
    void decode_ofEveryRecordedError_findsIdMessageAndException() {
        int count = 0;
        List<String> withoutException = new ArrayList<>();
        for (Case recorded : PsrpVectors.cases()) {
            for (PsErrorRecord error : errors(recorded)) {
                count++;
                assertThat(error.fullyQualifiedErrorId()).as(recorded.name()).isNotEmpty();
                assertThat(error.message()).as(recorded.name()).isNotEmpty();
                if (error.exceptions().isEmpty()) {
                    withoutException.add(recorded.name());
                }
            }
        }
        System.out.println("error records: " + count + " decoded, without an exception: " + withoutException);
        assertThat(withoutException).isEmpty();
    }

    @Test
    void encode_ofADecodedError_decodesToTheSame() {
        for (Case recorded : PsrpVectors.cases()) {
            for (PsErrorRecord error : errors(recorded)) {
                PsValue again = Clixml.read(Clixml.write(ErrorRecordCodec.encode(error)));
                PsErrorRecord decoded = ErrorRecordCodec.decode(again);
                assertThat(decoded.exceptions()).as(recorded.name()).isEqualTo(error.exceptions());
                assertThat(decoded.fullyQualifiedErrorId()).isEqualTo(error.fullyQualifiedErrorId());
                assertThat(decoded.category()).isEqualTo(error.category());
            }
        }
    }

    private static List<PsErrorRecord> errors(Case recorded) {
        List<PsErrorRecord> errors = new ArrayList<>();
        for (Recorded message : recorded.messages("serverMessages")) {
            PsValue reason = null;
            if (message.type() == PsrpMessageType.ERROR_RECORD) {
                reason = Clixml.read(message.xml());
            } else if (message.type() == PsrpMessageType.PIPELINE_STATE) {
                reason = PipelineStateChange.decode(Clixml.read(message.xml())).reason();
            }
            if (reason != null) {
                errors.add(ErrorRecordCodec.decode(reason));
            }
        }
        return errors;
    }

    private static String text(NetException exception) {
        return exception.type() + " " + exception.hresult()
                + (exception.nativeErrorCode() == null ? "" : "/" + exception.nativeErrorCode());
    }
}
