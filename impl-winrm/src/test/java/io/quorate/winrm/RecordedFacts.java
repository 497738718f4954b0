package io.quorate.winrm;

import static io.quorate.winrm.psrp.PsPipelineState.COMPLETED;
import static io.quorate.winrm.psrp.PsPipelineState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsRecord;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsSecureString;
import io.quorate.winrm.psrp.PsValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a reader of the recordings sees in them, written down by hand; recordings without an entry are compared with themselves only. */
final class RecordedFacts {

    /** What one pipeline gives: state, output as text, ids of errors, streams with texts, id of the failure. */
    private record Fact(
            PsPipelineState state,
            List<String> output,
            List<String> errors,
            List<String> records,
            @Nullable String failure) {}

    private static final Map<String, List<Fact>> FACTS = new HashMap<>();

    static {
        String progress = "PROGRESS";
        known("client_copy_expand_vars", twice(out("C:\\Users\\vagrant\\AppData\\Local\\Temp\\test_file", progress)));
        known("client_copy_file", twice(out("C:\\Users\\vagrant-domain\\Documents\\test_file", progress)));
        known("client_copy_file_empty", out("C:\\Users\\vagrant-domain\\Documents\\test_file", progress));
        known(
                "client_execute_ps",
                new Fact(
                        COMPLETED,
                        List.of(
                                "winrm",
                                "Running",
                                "",
                                "Status   Name               DisplayName                           ",
                                "------   ----               -----------                           ",
                                "Running  winrm              Windows Remote Management (WS-Manag...",
                                "",
                                ""),
                        List.of(),
                        List.of(progress),
                        null));
        known(
                "client_execute_ps_failure",
                failed(
                        "CommandNotFoundException,Microsoft.PowerShell.Commands.InvokeExpressionCommand",
                        List.of(),
                        progress));
        known("client_fetch_file_expand_vars", fetched("YWJjDQoNCg==", "22c1a78ec5ada1cd2f3665b58b30499e51a3b029"));
        known(
                "client_fetch_file_fail_dir",
                failed("The path at 'C:\\Windows' is a directory, src must be a file", List.of(), progress));
        known(
                "client_fetch_file_hash_mismatch",
                fetched("YWJjDQphYmMNCmFiYw0KYWJjDQphYmMNCg0K", "eec729d9a0fa275513bc44a4cb8d4ee973b81e1a"));
        known("psrp_is_alive_http_error");
        known("psrp_is_alive_invalid_selectors");
        known("psrp_is_alive_other_wsman_error");
        known("psrp_long_running_cmdlet", out("hi"));
        known("psrp_key_exchange_timeout");
        known(
                "psrp_multiple_commands",
                new Fact(
                        COMPLETED,
                        List.of(
                                "Hello World",
                                "secret abc",
                                "こんにちは - actual_x000A_string\nnewline: \uD801\uDC37",
                                "hi\"",
                                "win-nnmu24vvkj0\\vagrant",
                                "123",
                                "winrm"),
                        List.of(),
                        List.of(),
                        null));
        known("psrp_multiple_invocations", twice(out("2")));
        known("psrp_no_profile", out("C:\\WINDOWS\\SYSTEM32\\CONFIG\\SYSTEMPROFILE"));
        known("psrp_open_runspace");
        known("psrp_pshost_methods", out("en-US"));
        known(
                "psrp_run_protocol_version_2.1",
                new Fact(
                        COMPLETED,
                        List.of("error", "message 1", "2", "Object[]"),
                        List.of(),
                        List.of("DEBUG Start Block", "DEBUG End Block"),
                        null));
        known(
                "psrp_run_protocol_version_2.3",
                new Fact(
                        COMPLETED,
                        List.of("error", "message 1", "2", "Object[]"),
                        List.of(),
                        List.of(progress, "DEBUG Start Block", "DEBUG End Block"),
                        null));
        known(
                "psrp_stream_no_output_invocation",
                new Fact(
                        COMPLETED,
                        List.of("output stream"),
                        List.of("Microsoft.PowerShell.Commands.WriteErrorException"),
                        List.of(
                                progress,
                                "DEBUG debug stream",
                                "VERBOSE verbose stream",
                                "WARNING warning stream",
                                "INFORMATION"),
                        null));
        known(
                "psrp_with_input",
                new Fact(
                        COMPLETED,
                        List.of("1", "2", "Hashtable", "Object[]"),
                        List.of(),
                        List.of(progress, "DEBUG Start Block", "DEBUG End Block"),
                        null));
        known(
                "psrp_pshost_raw_ui_mocked_methods",
                new Fact(
                        COMPLETED,
                        List.of(
                                "White",
                                "Green",
                                "Blue",
                                "Red",
                                "1,2",
                                "11,12",
                                "3,4",
                                "13,14",
                                "50",
                                "25",
                                "80,80",
                                "8,9",
                                "80,80",
                                "8,9",
                                "pypsrp window",
                                "New Window Title",
                                "65,a,CapsLockOn,True"),
                        List.of(),
                        List.of(progress),
                        null));
        known(
                "psrp_reset_runspace_state",
                out("hi", progress),
                new Fact(COMPLETED, List.of(), List.of(), List.of(), null));
        known(
                "psrp_small_msg_size",
                new Fact(COMPLETED, List.of("input", "a, 20000 times", "a, 10000 times"), List.of(), List.of(), null));
        known(
                "psrp_with_jea_configuration",
                out("Microsoft.WSMan.Management.WSManConfigLeafElement"),
                failed("ScriptsNotAllowed", List.of("ProviderNotFound,Microsoft.PowerShell.Commands.GetItemCommand")));
        known(
                "psrp_with_no_history",
                new Fact(COMPLETED, List.of("1", "2"), List.of(), List.of(progress), null),
                new Fact(COMPLETED, List.of(), List.of(), List.of(), null));
    }

    private RecordedFacts() {}

    private static void known(String name, Fact... facts) {
        FACTS.put(name, List.of(facts));
    }

    private static Fact out(String output, String... records) {
        return new Fact(COMPLETED, List.of(output), List.of(), List.of(records), null);
    }

    private static Fact fetched(String base64, String hash) {
        return new Fact(COMPLETED, List.of(base64, hash), List.of(), List.of("PROGRESS", "PROGRESS"), null);
    }

    private static Fact failed(String errorId, List<String> errors, String... records) {
        return new Fact(FAILED, List.of(), errors, List.of(records), errorId);
    }

    private static Fact[] twice(Fact fact) {
        return new Fact[] {fact, fact};
    }

    /** Returns how many recordings have hand-written facts. */
    static int count() {
        return FACTS.size();
    }

    static void check(Conversation conversation, List<PsResult> results) {
        List<Fact> seen = results.stream().map(RecordedFacts::of).toList();
        if (conversation.known() != null && FACTS.containsKey(conversation.known())) {
            assertThat(seen).isEqualTo(FACTS.get(conversation.known()));
        } else {
            System.out.println("no hand-written facts for " + conversation.name() + ": " + seen);
        }
    }

    private static Fact of(PsResult result) {
        PsErrorRecord failure = result.failure();
        return new Fact(
                result.state(),
                result.output().stream().map(RecordedFacts::text).toList(),
                result.errors().stream()
                        .map(PsErrorRecord::fullyQualifiedErrorId)
                        .toList(),
                result.records().stream().map(RecordedFacts::text).toList(),
                failure == null ? null : failure.fullyQualifiedErrorId());
    }

    private static String text(PsRecord record) {
        String text = record.value() instanceof PsObject object && object.text() != null ? " " + object.text() : "";
        return record.stream() + text;
    }

    private static String text(PsValue value) {
        if (value instanceof PsPrimitive primitive && primitive.value() instanceof PsSecureString secret) {
            return "secret " + new String(secret.reveal());
        }
        if (value instanceof PsPrimitive primitive) {
            String text = String.valueOf(primitive.value());
            boolean oneLetter = text.length() > 1000 && text.chars().distinct().count() == 1;
            return oneLetter ? text.charAt(0) + ", " + text.length() + " times" : text;
        }
        if (value instanceof PsObject object) {
            String type = object.typeNames().get(0);
            return object.text() != null ? object.text() : type.substring(type.lastIndexOf('.') + 1);
        }
        return "$null";
    }
}
