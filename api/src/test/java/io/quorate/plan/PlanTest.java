package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Seed;
import io.quorate.Size;
import io.quorate.TestCommand;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.call.RehearsedStep;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.EvictNode;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.host.ConnectSpec;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.OnlineDisk;
import io.quorate.plan.json.Json;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.LunAddress;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.command.WriteBlocks;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Safety;
import io.quorate.storage.Provisioning;
import io.quorate.storage.PublicationPlan;
import io.quorate.storage.PublicationStep;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.SetChap;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.StartVirtualMachine;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
    @RegisterExtension
    final Seed seeds = Seed.fresh();

    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:01:fc1");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
    private static final Naa NAA = Naa.of("600144F0C0FFEE00000000000000001A");

    /** One of everything. */
    private static final Plan PLAN = Plan.of(List.of(
            new PlanStep(
                    Order.create(
                            "nas",
                            new SetChap(HV1, new ChapLogin("hv1", Secret.named("chap-hv1", "Canary-7f3a-Se")), false)),
                    "it has none"),
            new PlanStep(
                    Order.create(
                            "nas",
                            new CreateTarget(TARGET, List.of(Portal.of("10.0.0.5"), Portal.of("10.0.1.5", 860)))),
                    ""),
            PlanStep.of(Order.create("nas", new WidenGroup(StorageGroup.Kind.HOST, "FC1", Set.of(HV2, HV1)))),
            PlanStep.of(Order.create(
                            "nas",
                            new CreateVolume(
                                    DatasetPath.of("tank/vg/csv1"), Size.gib(100), Size.kib(32), Provisioning.THIN))
                    .within(Duration.ofSeconds(90))),
            PlanStep.of(Order.create("rack", new EvictNode("HV3", "FC1")).with(Consent.to("HV3@FC1", "it burnt"))),
            PlanStep.of(Order.create("san", new WriteBlocks(new LunAddress(TARGET, 1), NAA, 8, new byte[512]))),
            PlanStep.of(Order.create(
                    "rack", new StartVirtualMachine(UUID.fromString("b7a3c1de-0000-4000-8000-0123456789ab"))))));

    private static final String TEXT =
            """
            {
              "quorate": 1,
              "steps": [
                {
                  "endpoint": "nas",
                  "operation": "storage.initiator.chap",
                  "command": "storage.SetChap",
                  "arguments": {
                    "iqn": "iqn.1991-05.com.microsoft:hv1",
                    "login": {
                      "user": "hv1",
                      "secret": {
                        "secret": "chap-hv1"
                      }
                    },
                    "renew": false
                  },
                  "mode": "ensure",
                  "deadline": "PT2M",
                  "reason": "it has none"
                },
                {
                  "endpoint": "nas",
                  "operation": "storage.target.create",
                  "command": "storage.CreateTarget",
                  "arguments": {
                    "iqn": "iqn.2005-07.com.nexenta:01:fc1",
                    "portals": [
                      {
                        "address": "10.0.0.5",
                        "port": 3260
                      },
                      {
                        "address": "10.0.1.5",
                        "port": 860
                      }
                    ]
                  },
                  "mode": "ensure",
                  "deadline": "PT2M"
                },
                {
                  "endpoint": "nas",
                  "operation": "storage.hostgroup.update",
                  "command": "storage.WidenGroup",
                  "arguments": {
                    "kind": "HOST",
                    "group": "FC1",
                    "members": [
                      "iqn.1991-05.com.microsoft:hv1",
                      "iqn.1991-05.com.microsoft:hv2"
                    ]
                  },
                  "mode": "ensure",
                  "deadline": "PT2M"
                },
                {
                  "endpoint": "nas",
                  "operation": "storage.volume.create",
                  "command": "storage.CreateVolume",
                  "arguments": {
                    "path": "tank/vg/csv1",
                    "size": 107374182400,
                    "blockSize": 32768,
                    "provisioning": "THIN"
                  },
                  "mode": "ensure",
                  "deadline": "PT1M30S"
                },
                {
                  "endpoint": "rack",
                  "operation": "cluster.node.evict",
                  "command": "cluster.EvictNode",
                  "arguments": {
                    "node": "HV3",
                    "cluster": "FC1"
                  },
                  "mode": "ensure",
                  "deadline": "PT10M",
                  "consent": "HV3@FC1"
                },
                {
                  "endpoint": "san",
                  "operation": "iscsi.write",
                  "command": "san.WriteBlocks",
                  "arguments": {
                    "unit": {
                      "iqn": "iqn.2005-07.com.nexenta:01:fc1",
                      "lun": 1
                    },
                    "naa": "600144F0C0FFEE00000000000000001A",
                    "firstBlock": 8,
                    "data": "%s"
                  },
                  "mode": "ensure",
                  "deadline": "PT2M",
                  "consent": "600144F0C0FFEE00000000000000001A"
                },
                {
                  "endpoint": "rack",
                  "operation": "vm.start",
                  "command": "vm.StartVirtualMachine",
                  "arguments": {
                    "id": "b7a3c1de-0000-4000-8000-0123456789ab"
                  },
                  "mode": "ensure",
                  "deadline": "%s"
                }
              ]
            }
            """.formatted("A".repeat(683) + "=", new StartVirtualMachine(UUID.randomUUID()).deadline());

    private static final String ADD = """
            {"quorate":1,"steps":[{"endpoint":"rack","operation":"cluster.node.add","command":"cluster.AddNode",
            "arguments":{"node":"HV2"},"mode":"ensure","deadline":"PT2M"}]}""";

    @Test
    @DisplayName("the text that administrators review")
    void toJson_isThisText() {
        assertThat(PLAN.toJson()).isEqualTo(TEXT);
        assertThat(Plan.parse(TEXT).toJson()).isEqualTo(TEXT);
        assertThat(Plan.parse(TEXT)).isEqualTo(Plan.parse(TEXT));
    }

    @Test
    void plan_holdsNoConsentAndEnsures() {
        Order<?> order = PLAN.steps().get(4).order();
        assertThat(order.consent()).isNull();
        assertThat(order.mode()).isEqualTo(Order.Mode.ENSURE);
        assertThat(PLAN.steps().get(4).identity()).isEqualTo("HV3@FC1");
        assertThat(PLAN.toString() + TEXT).doesNotContain("burnt").doesNotContain("Canary");
    }

    @Test
    void plan_ofAReadOrder_isRefused() {
        Order<?> read = Order.create("rack", TestCommand.of(Safety.READ));
        assertThatThrownBy(() -> Plan.of(read))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.thing.do changes nothing");
    }

    @Test
    void plan_ofARehearsal_hasItsOrdersAndReasons() {
        Order<?> evict = Order.create("rack", new EvictNode("HV3", "FC1")).with(Consent.to("HV3@FC1", "it burnt"));
        Order<?> add = Order.create("rack", new AddNode("HV4"));
        Rehearsal rehearsal = new Rehearsal(
                List.of(new RehearsedStep(evict, "HV1", List.of("x")), new RehearsedStep(add, "HV1", List.of())), null);
        assertThat(Plan.of(rehearsal).steps()).containsExactly(new PlanStep(evict, "it burnt"), new PlanStep(add, ""));
    }

    @Test
    void plan_ofARehearsalThatEndedEarly_isRefused() {
        Rehearsal ended = new Rehearsal(
                List.of(),
                new NotFoundException(
                        new ErrorReport(
                                "x.get", null, null, null, null, 1, Duration.ZERO, "nothing there", null, null, null),
                        null));
        assertThatThrownBy(() -> Plan.of(ended))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ended early")
                .hasMessageContaining("nothing there");
    }

    @Test
    void plan_ofAPublication_hasItsOrdersAndReasons() {
        Order<?> create = Order.ensure("nas", new CreateTarget(TARGET, List.of(Portal.of("10.0.0.5"))));
        PublicationPlan publication = new PublicationPlan(
                DatasetPath.of("tank/vg/csv1"), List.of(new PublicationStep(create, "create target fc1")), List.of());
        assertThat(Plan.of(publication).steps()).containsExactly(new PlanStep(create, "create target fc1"));
    }

    @Test
    void plan_ofAPublicationWithObstacles_isRefused() {
        PublicationPlan publication = new PublicationPlan(
                DatasetPath.of("tank/vg/csv1"), List.of(), List.of("it is mapped twice", "the group is another's"));
        assertThatThrownBy(() -> Plan.of(publication))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there is no way to publish volume tank/vg/csv1: it is mapped twice; the group is another's");
    }

    @Test
    void file_readBack_isTheSame(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("plan.json");
        PLAN.write(file);
        assertThat(Files.readString(file)).isEqualTo(TEXT);
        assertThat(Plan.read(file).toJson()).isEqualTo(TEXT);
        Files.writeString(file, "\uFEFF" + TEXT);
        assertThat(Plan.read(file).toJson()).isEqualTo(TEXT);
        Files.writeString(file, ADD.replace("HV2", "Hövel"));
        assertThat(Plan.read(file).steps().get(0).order().command()).isEqualTo(new AddNode("Hövel"));
        Files.write(file, ADD.replace("HV2", "H\u00f6vel").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Plan.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plan.json is not UTF-8");
        assertThatThrownBy(() -> Plan.read(folder.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> PLAN.write(folder.resolve("none/plan.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("plan.json");
    }

    @Test
    void secret_withoutAName_cannotBeWritten() {
        ConnectSpec spec = ConnectSpec.of(TARGET, Portal.of("10.0.0.5"))
                .withChap(new ChapLogin("hv1", Secret.of("Canary-7f3a-Se")));
        Plan plan =
                Plan.of(Order.create("rack", new AddNode("HV2")), Order.create("rack", new ConnectTarget("HV1", spec)));
        assertThatThrownBy(plan::toJson)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 2 (host.session.connect), arguments.spec.chap.secret: a secret without a name cannot"
                        + " be written; make it with Secret.named(name, value), and the plan holds the name");
    }

    @Test
    void placeholder_cannotBeWritten() {
        Plan plan = Plan.of(Order.create("rack", new StartVirtualMachine(new UUID(0, 0))));
        assertThatThrownBy(plan::toJson)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("step 1 (vm.start), arguments.id: only a server gives this value");
        Plan path = Plan.of(Order.create(
                "rack",
                new CreateVirtualMachine(
                        "web1",
                        "HV1",
                        2,
                        Size.gib(1),
                        Placeholder.text("path of disk 1") + "\\vms",
                        null,
                        null,
                        null)));
        assertThatThrownBy(path::toJson).hasMessageContaining("arguments.path: only a server gives this value");
        Plan disk = Plan.of(Order.create("rack", new OnlineDisk("HV1", Naa.of("0".repeat(32)))));
        assertThatThrownBy(disk::toJson).hasMessageContaining("arguments.naa: only a server gives this value");
    }

    @Test
    void command_thatIsNotQuoratesOwn_cannotBeWritten() {
        Plan plan = Plan.of(Order.create("rack", TestCommand.of(Safety.CONVERGE)));
        assertThatThrownBy(plan::toJson)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 1 (test.thing.do): its command io.quorate.TestCommand");
    }

    @Test
    void loneSurrogate_isRefusedBothWays() {
        Plan plan = Plan.of(Order.create("rack", new AddNode("HV" + (char) 0xd800)));
        assertThatThrownBy(plan::toJson).hasMessageContaining("arguments.node: half of a character");
        assertThatThrownBy(() -> Plan.parse(ADD.replace("HV2", "HV\\ud800")))
                .hasMessageContaining("arguments.node: half of a character");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"quorate\":1| \"quorate\":2| the plan, quorate: this is version 2; version 1 is read here",
                "\"quorate\":1,| ~~| the plan, quorate: the version, the number 1, is missing, so this is no plan of Quorate",
                "\"quorate\":1| \"quorate\":\"1\"| the plan, quorate: the version, the number 1, is missing",
                "\"quorate\":1| \"quorate\":1,\"author\":\"me\"| the plan: 'author' is not known; there are: quorate, steps",
                "\"steps\":[| \"steps\":3,\"x\":[| the plan: 'x' is not known",
                "\"endpoint\":\"rack\",| ~~| step 1 (cluster.node.add): 'endpoint' is missing",
                "\"rack\"| \" \"| step 1 (cluster.node.add), endpoint: an endpoint has a name",
                "\"rack\"| 7| step 1 (cluster.node.add), endpoint: a text is wanted, not 7",
                "\"rack\"| null| (/steps/0/endpoint): null says nothing here",
                "\"endpoint\"| \"endpont\"| step 1: 'endpont' is not known",
                "\"cluster.node.add\"| \"cluster.node.evict\"| step 1 (cluster.node.evict), operation: cluster.AddNode with these arguments is cluster.node.add",
                "cluster.AddNode| cluster.AddNude| step 1 (cluster.node.add), command: there is no command cluster.AddNude",
                "cluster.AddNode| cluster.Addnode| command: there is no command cluster.Addnode",
                "cluster.AddNode| cluster.command.AddNode| command: there is no command",
                "cluster.AddNode| cluster.Names| command: there is no command",
                "cluster.AddNode| storage.StorageGroup| command: there is no command",
                "cluster.AddNode| java.lang.Runtime| command: there is no command",
                "cluster.AddNode| ../AddNode| command: there is no command",
                "cluster.AddNode| cluster.GetNode| command: cluster.GetNode changes nothing, so it is no step of a plan",
                "\"HV2\"| 2| step 1 (cluster.node.add), arguments.node: a text is wanted, not 2",
                "\"HV2\"| \"HV*\"| step 1 (cluster.node.add), arguments: not the name of one node: 'HV*'",
                "{\"node\":\"HV2\"}| {}| step 1 (cluster.node.add), arguments: 'node' is missing",
                "{\"node\":\"HV2\"}| []| step 1 (cluster.node.add), arguments: an object is wanted, not a list",
                "\"node\":\"HV2\"| \"node\":\"HV2\",\"node\":\"HV3\"| (/steps/0/arguments/node): 'node' is there twice",
                "\"ensure\"| \"create\"| step 1 (cluster.node.add), mode: a plan holds nothing but what is satisfied",
                "\"mode\":\"ensure\",| ~~| step 1 (cluster.node.add): 'mode' is missing",
                "PT2M| two minutes| step 1 (cluster.node.add), deadline: not a duration such as PT2M: two minutes",
                "PT2M| PT-2M| step 1 (cluster.node.add), deadline: a deadline cannot lie in the past",
                "\"PT2M\"| \"PT2M\",\"consent\":\"HV2\"| step 1 (cluster.node.add), consent: cluster.node.add needs none",
                "\"PT2M\"| \"PT2M\",\"reason\":1| step 1 (cluster.node.add), reason: a text is wanted",
                "]}| ]} x| line 2",
                "]}| ~~| no plan: line 2",
            })
    void parse_ofWhatIsWrong_saysWhere(String part, String instead, String message) {
        assertThatCode(() -> Plan.parse(ADD)).doesNotThrowAnyException();
        assertThat(ADD).contains(part);
        assertThatThrownBy(() -> Plan.parse(ADD.replace(part, instead)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"port\": 860| \"port\": 70000| step 2 (storage.target.create), arguments.portals[1]: not a portal: 10.0.1.5 port 70000",
                "\"port\": 860| \"port\": 860.5| step 2 (storage.target.create), arguments.portals[1].port: a whole number is wanted, not 860.5",
                "\"port\": 860| \"port\": 4294967297| step 2 (storage.target.create), arguments.portals[1].port: out of range",
                "\"size\": 107374182400| \"size\": \"100 GiB\"| step 4 (storage.volume.create), arguments.size: a whole number is wanted, not a text",
                "\"size\": 107374182400| \"size\": -1| step 4 (storage.volume.create), arguments.size: a size cannot be negative",
                "\"THIN\"| \"thin\"| step 4 (storage.volume.create), arguments.provisioning: 'thin' is not known; there are: THIN, THICK",
                "\"iqn.1991-05.com.microsoft:hv2\"| \"IQN.1991-05.com.microsoft:hv1\"| step 3 (storage.hostgroup.update), arguments.members: iqn.1991-05.com.microsoft:hv1 is there twice",
                "\"consent\": \"HV3@FC1\"| \"consent\": \"HV4@FC1\"| step 5 (cluster.node.evict), consent: with these arguments the consent must name HV3@FC1",
                "\"consent\": \"HV3@FC1\"| \"reason\": \"none\"| step 5 (cluster.node.evict): 'consent' is missing",
                "\"data\": \"AAAA| \"data\": \"A*AA| step 6 (iscsi.write), arguments.data: not Base64",
                "b7a3c1de-0000-4000-8000-0123456789ab| 1-1-1-1-1| step 7 (vm.start), arguments.id: not a UUID: 1-1-1-1-1",
                "\"secret\": \"chap-hv1\"| \"secret\": \"\"| step 1 (storage.initiator.chap), arguments.login.secret: a secret's name",
                "\"secret\": \"chap-hv1\"| \"value\": \"x\"| step 1 (storage.initiator.chap), arguments.login.secret: a secret is written as",
            })
    void parse_ofWhatARecordRefuses_saysWhere(String part, String instead, String message) {
        assertThat(TEXT).contains(part);
        assertThatThrownBy(() -> Plan.parse(TEXT.replace(part, instead)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"~~", "~ ~", "nul", "~[]~", "3", "~\"x\"~", "~{'a':1}~", "~{} {}~", "~{\"a\":NaN}~", "//x"})
    void parse_ofNoPlan_isRefused(String text) {
        assertThatThrownBy(() -> Plan.parse(text == null ? "" : text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_ofTooMuch_isRefused() {
        assertThatThrownBy(() -> Plan.parse(" ".repeat((16 << 20) + 1))).hasMessageContaining("longer than 16777216");
        assertThatThrownBy(() -> Plan.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
        assertThatThrownBy(() -> Plan.parse("[" + "[],".repeat(1_000_001) + "[]]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 1000000 values");
        String step = ADD.substring(ADD.indexOf('[') + 1, ADD.lastIndexOf(']'));
        assertThatThrownBy(() -> Plan.parse("{\"quorate\":1,\"steps\":[" + (step + ",").repeat(10_000) + step + "]}"))
                .hasMessageContaining("at most 10000 steps, not 10001");
        assertThatThrownBy(() -> Plan.parse(ADD.replace("\"HV2\"", "9".repeat(1000))))
                .isInstanceOf(IllegalArgumentException.class);
        PlanStep one = PlanStep.of(Order.create("rack", new AddNode("HV2")));
        List<PlanStep> many = new ArrayList<>(java.util.Collections.nCopies(10_001, one));
        assertThatThrownBy(() -> Plan.of(many)).hasMessageContaining("at most 10000 steps");
    }

    @Test
    void file_ofTooMuch_isRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("plan.json");
        Files.write(file, new byte[(16 << 20) + 1]);
        assertThatThrownBy(() -> Plan.read(file)).hasMessageContaining("longer than 16777216 bytes");
    }

    @Test
    @DisplayName("whatever is done to the text: it is a plan, or refused as none; never anything else")
    void parse_ofAMutilatedText_isAPlanOrRefused() {
        long seed = seeds.value();
        Random random = new Random(seed);
        String marks = "{}[]\",:0123456789.-etrufalsn\\/ \u0000x" + (char) 0xd800;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? TEXT : ADD);
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, marks.charAt(random.nextInt(marks.length())));
                    case 1 -> text.insert(at, marks.charAt(random.nextInt(marks.length())));
                    case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(30)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(200))));
                }
                if (text.length() == 0) {
                    text.append('{');
                }
            }
            try {
                Plan plan = Plan.parse(text.toString());
                assertThat(Plan.parse(plan.toJson()))
                        .as("seed %d, round %d", seed, i)
                        .isEqualTo(plan);
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage())
                        .as("seed %d, round %d", seed, i)
                        .isNotBlank();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + i + ": " + text, e);
            }
        }
    }

    @Test
    void json_ofWhatIsNoTree_isRefused() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", 1.5);
        assertThatThrownBy(() -> Json.write(tree)).isInstanceOf(IllegalArgumentException.class);
    }
}
