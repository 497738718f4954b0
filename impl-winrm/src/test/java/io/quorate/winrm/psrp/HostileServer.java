package io.quorate.winrm.psrp;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Feeds seeded garbage to the parsers and machines; its main method is meant for a JVM with a small heap. Only the two exceptions of the
 * protocol may come out.
 */
final class HostileServer {
    private static final UUID POOL = PoolScript.POOL;
    private static final UUID PIPELINE = PoolScript.PIPELINE;
    private static final int MIB = 1 << 20;
    private static final int MAX_CPU_SECONDS = 30;
    private static final PsrpMessageType[] TYPES = PsrpMessageType.values();
    private static final List<String> BODIES = List.of(
            "",
            "<Nil/>",
            "<S>x</S>",
            "<Obj RefId=\"0\"><MS><I32 N=\"PipelineState\">4</I32></MS></Obj>",
            "<Obj RefId=\"0\"><MS><I32 N=\"PipelineState\">99999999999</I32></MS></Obj>",
            "<Obj RefId=\"0\"><MS><I32 N=\"RunspaceState\">2</I32></MS></Obj>",
            "<Obj RefId=\"0\"><MS><Version N=\"protocolversion\">2.99999999999</Version></MS></Obj>",
            "<Obj RefId=\"0\"><MS><Version N=\"protocolversion\">2.3</Version><Version N=\"PSVersion\">2.0</Version>"
                    + "<Version N=\"SerializationVersion\">1.1.0.1</Version></MS></Obj>",
            "<Obj RefId=\"0\"><Ref RefId=\"0\"/></Obj>",
            "<Obj RefId=\"0\"><Obj RefId=\"1\"><Ref RefId=\"0\"/></Obj></Obj>",
            "<Obj RefId=\"0\"><MS><Ref N=\"Exception\" RefId=\"0\"/><Ref N=\"InnerException\" RefId=\"0\"/></MS></Obj>",
            "<Obj RefId=\"0\"><MS><Obj N=\"Exception\" RefId=\"1\"><Props><Ref N=\"InnerException\" RefId=\"1\"/></Props>"
                    + "</Obj></MS></Obj>",
            "<Obj RefId=\"0\"><MS><Obj N=\"PowerShell\" RefId=\"1\"><MS><Obj N=\"ExtraCmds\" RefId=\"2\"><LST>"
                    + "<Ref RefId=\"1\"/><Ref RefId=\"2\"/></LST></Obj></MS></Obj></MS></Obj>",
            "<Obj RefId=\"0\"><LST><Ref RefId=\"0\"/></LST></Obj>",
            "<Obj RefId=\"0\"><MS><I64 N=\"ci\">1</I64><Obj N=\"mi\" RefId=\"1\"><I32>11</I32></Obj>"
                    + "<Obj N=\"mp\" RefId=\"2\"><LST/></Obj></MS></Obj>",
            "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;&b;&b;&b;\">]><S>&d;</S>",
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><S/>",
            "<S>&#xFFFE;&#0;</S>",
            "<BA>!!!!</BA>",
            "<Obj RefId=\"0\"><MS><SS N=\"Password\">AAAAAAAAAAAAAAAAAAAAAA==</SS></MS></Obj>",
            "<Obj RefId=\"0\"><MS><S N=\"EncryptedSessionKey\">AQIAABBmAAAApAAA</S></MS></Obj>",
            "<Obj RefId=\"0\"><MS><S N=\"PublicKey\">BgIAAACkAABSU0ExAAgAAAEAAQA=</S></MS></Obj>",
            "<Obj RefId=\"0\"><TNRef RefId=\"7\"/></Obj>",
            "<Obj",
            "\u0000\u0001");

    /** A pool makes a key when it is asked for one; here that is the same for all. */
    private static final KeyPair KEYS = KeyExchange.ownKeyPair();

    private static final RunspacePoolOptions OPTIONS = RunspacePoolOptions.DEFAULT.withKeyPairs(() -> KEYS);

    private final Random random;

    HostileServer(long seed) {
        this.random = new Random(seed);
    }

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        int count = Integer.parseInt(args[1]);
        int accepted = 0;
        for (long seed = first; seed < first + count; seed++) {
            try {
                accepted += new HostileServer(seed).attack() ? 1 : 0;
            } catch (Throwable e) {
                System.out.println("seed " + seed + ": " + e);
                e.printStackTrace(System.out);
                System.exit(1);
            }
        }
        bombs();
        long seconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000_000L;
        if (seconds >= MAX_CPU_SECONDS) {
            System.out.println("took " + seconds + " s of processor time");
            System.exit(2);
        }
        System.out.println(count + " inputs from seed " + first + ": " + accepted + " accepted, " + (count - accepted)
                + " refused, nothing else, " + seconds + " s of processor time");
    }

    /** Returns whether every machine took its input. */
    private boolean attack() {
        byte[] input = input();
        boolean taken = feed(() -> openPool(random.nextBoolean()).receive(input));
        taken &= feed(() -> {
            PipelineMachine pipeline = pipeline();
            pipeline.receive(input);
            pipeline.hasMoreToSend();
        });
        taken &= feed(
                () -> Defragmenter.forPool(PsrpLimits.DEFAULT).accept(input).forEach(MessageReading::read));
        return taken;
    }

    private static boolean feed(Runnable input) {
        try {
            input.run();
            return true;
        } catch (PsrpProtocolException | ClixmlException e) {
            return false;
        }
    }

    private static RunspacePoolMachine openPool(boolean negotiated) {
        PoolScript server = new PoolScript();
        if (negotiated) {
            return server.opened(PsrpVersion.V2_3, OPTIONS);
        }
        RunspacePoolMachine pool = new RunspacePoolMachine(POOL, OPTIONS);
        pool.open(100_000);
        return pool;
    }

    private static PipelineMachine pipeline() {
        return new PoolScript().running(PsPipeline.of(PsCommand.of("Get-Date")));
    }

    private byte[] input() {
        List<byte[]> fragments = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            byte[] message = message();
            int blob = random.nextBoolean() ? Math.max(1, message.length) : 1 + random.nextInt(200);
            // object ids of one input differ as those of one fragmenter do
            for (PsrpFragment fragment : new Fragmenter().split(message, blob)) {
                fragments.add(new PsrpFragment(
                                i + 1L, fragment.fragmentId(), fragment.start(), fragment.end(), fragment.blob())
                        .encode());
            }
        }
        switch (random.nextInt(10)) {
            case 0 -> Collections.shuffle(fragments, random);
            case 1 -> fragments.add(fragments.get(random.nextInt(fragments.size())));
            case 2 -> fragments.remove(random.nextInt(fragments.size()));
            case 3 -> header(fragments, 17, random.nextInt());
            case 4 -> header(fragments, 17, Integer.MAX_VALUE - random.nextInt(3));
            case 5 -> header(fragments, random.nextInt(17), random.nextInt(4));
            default -> {}
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fragments.forEach(bytes::writeBytes);
        return mutate(bytes.toByteArray());
    }

    private void header(List<byte[]> fragments, int at, int value) {
        ByteBuffer.wrap(fragments.get(random.nextInt(fragments.size()))).putInt(at, value);
    }

    private byte[] mutate(byte[] bytes) {
        switch (random.nextInt(6)) {
            case 0 -> {
                for (int i = 0; i < 1 + random.nextInt(5) && bytes.length > 0; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                return bytes;
            }
            case 1 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            case 2 -> {
                byte[] garbage = new byte[random.nextInt(300)];
                random.nextBytes(garbage);
                return garbage;
            }
            default -> {
                return bytes;
            }
        }
    }

    private byte[] message() {
        PsrpMessageType type = TYPES[random.nextInt(TYPES.length)];
        UUID pipeline = random.nextBoolean() ? PIPELINE : PsrpMessage.NONE;
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0 && random.nextInt(4) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return new PsrpMessage(
                        random.nextInt(8) == 0 ? PsrpDestination.SERVER : PsrpDestination.CLIENT,
                        type,
                        POOL,
                        pipeline,
                        new PsBytes(body))
                .encode(random.nextBoolean());
    }

    private String body() {
        return switch (random.nextInt(6)) {
            case 0 -> nested(random.nextInt(3000));
            case 1 -> randomMembers();
            case 2 ->
                Clixml.write(ErrorRecordCodec.encode(new PsErrorRecord(
                        "Id",
                        random.nextInt(),
                        null,
                        null,
                        "m",
                        List.of(new PsErrorRecord.NetException("T", "m", 1, 2)))));
            default -> BODIES.get(random.nextInt(BODIES.size()));
        };
    }

    private static String nested(int depth) {
        return "<Obj RefId=\"0\"><LST>".repeat(depth) + "</LST></Obj>".repeat(depth);
    }

    /** An object whose members have the names that messages use, and values of any type. */
    private String randomMembers() {
        List<String> names = List.of(
                "PipelineState",
                "RunspaceState",
                "ExceptionAsErrorRecord",
                "Exception",
                "InnerException",
                "HResult",
                "FullyQualifiedErrorId",
                "protocolversion",
                "PSVersion",
                "SerializationVersion",
                "ci",
                "mi",
                "mp",
                "mr",
                "SetMinMaxRunspacesResponse",
                "ApplicationPrivateData",
                "InformationalRecord_Message",
                "Activity",
                "PowerShell",
                "Cmds",
                "ExtraCmds",
                "Args",
                "Tags");
        StringBuilder xml = new StringBuilder("<Obj RefId=\"0\"><MS>");
        for (int i = 0; i < random.nextInt(8); i++) {
            String n = " N=\"" + names.get(random.nextInt(names.size())) + "\"";
            xml.append(
                    switch (random.nextInt(7)) {
                        case 0 -> "<S" + n + ">2.3</S>";
                        case 1 -> "<I32" + n + ">" + random.nextInt(8) + "</I32>";
                        case 2 -> "<I64" + n + ">" + random.nextLong() + "</I64>";
                        case 3 -> "<Nil" + n + "/>";
                        case 4 -> "<Ref" + n + " RefId=\"0\"/>";
                        case 5 -> "<Obj" + n + " RefId=\"" + (i + 1) + "\"><LST><Nil/><Ref RefId=\"0\"/></LST></Obj>";
                        default -> "<Version" + n + ">2.3</Version>";
                    });
        }
        return xml.append("</MS></Obj>").toString();
    }

    /** What only shows by its size. */
    private static void bombs() {
        byte[] megabyte = new byte[MIB];
        Defragmenter interleaved = Defragmenter.forPool(PsrpLimits.DEFAULT);
        refused(() -> {
            for (long object = 1; object < 1000; object++) {
                interleaved.accept(new PsrpFragment(object, 0, true, false, PsBytes.owning(megabyte.clone())));
            }
        });
        Defragmenter endless = Defragmenter.forPool(PsrpLimits.DEFAULT);
        refused(() -> {
            for (long fragment = 0; fragment < 1000; fragment++) {
                endless.accept(new PsrpFragment(1, fragment, fragment == 0, false, PsBytes.owning(megabyte.clone())));
            }
        });
        Defragmenter many = Defragmenter.forPool(PsrpLimits.DEFAULT);
        refused(() -> {
            for (long object = 1; object < 1_000_000; object++) {
                many.accept(new PsrpFragment(object, 0, true, false, PsBytes.owning(new byte[0])));
            }
        });
        Defragmenter idle = Defragmenter.forPool(PsrpLimits.DEFAULT);
        for (long fragment = 0; fragment < 1_000_000; fragment++) {
            idle.accept(new PsrpFragment(1, fragment, fragment == 0, false, PsBytes.owning(new byte[0])));
        }
        RunspacePoolOptions small =
                RunspacePoolOptions.DEFAULT.withLimits(PsrpLimits.DEFAULT.withMaxPipelineBytes(16L << 20));
        PipelineMachine flooded = new PoolScript()
                .opened(PsrpVersion.V2_3, small)
                .pipeline(PIPELINE, PsPipeline.of(PsCommand.of("Get-Date")));
        flooded.start(100_000);
        refused(() -> {
            PoolScript server = new PoolScript();
            for (int i = 0; i < 1000; i++) {
                flooded.receive(server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.string("x".repeat(MIB / 4))));
            }
        });
    }

    private static void refused(Runnable bomb) {
        try {
            bomb.run();
        } catch (PsrpProtocolException | ClixmlException e) {
            return;
        }
        throw new IllegalStateException("a bomb was taken");
    }
}
