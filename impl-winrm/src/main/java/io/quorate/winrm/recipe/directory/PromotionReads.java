package io.quorate.winrm.recipe.directory;

import io.quorate.directory.Promotion;
import io.quorate.directory.Promotion.State;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that tell how far a host is on its way to become a controller, and their decoders: its role, what Windows is after its next
 * start, the directory's and the cluster's service, the shares. Numbers and names decide that are the same in every language.
 */
final class PromotionReads {
    /** From this role on it is a controller. */
    private static final int CONTROLLER = 4;

    private static final String ROLE = "DomainRole";
    private static final String START = "StartMode";
    private static final String PRODUCT = "ProductType";
    private static final String PATH = "Path";
    private static final String USER = "ConnectedUser";
    private static final List<String> MARKS = List.of(ROLE, START, PRODUCT, PATH, USER);

    /** What {@code ProductType} says of a controller. */
    private static final String CONTROLLERS_PRODUCT = "LanmanNT";

    private static final String DIRECTORY = "NTDS";
    private static final String CLUSTER = "ClusSvc";

    private PromotionReads() {}

    /**
     * What was seen.
     *
     * @param promotion how far it is
     * @param name the computer's name
     * @param role whether the role's files are there
     * @param node whether it is a node of a cluster
     * @param user whom the session's account is, as Windows names it; empty where that was not asked or not told
     */
    record Seen(Promotion promotion, String name, boolean role, boolean node, String user) {}

    private static Line cim(String cimClass) {
        return Cmdlet.GET_CIM_INSTANCE.line().with("Namespace", "root/cimv2").with("ClassName", cimClass);
    }

    /**
     * Returns the statements.
     *
     * @param account whether to ask whom the session's account is, too
     */
    static PsPipeline message(boolean account) {
        List<List<PsCommand>> statements = new ArrayList<>(List.of(
                cim("Win32_ComputerSystem").select(List.of("Name", "Domain", ROLE)),
                cim("Win32_Service")
                        .with("Filter", "Name='" + DIRECTORY + "' OR Name='" + CLUSTER + "'")
                        .select(List.of("Name", START)),
                Cmdlet.GET_ITEM_PROPERTY
                        .line()
                        .with("LiteralPath", List.of("HKLM:\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions"))
                        .select(List.of(PRODUCT)),
                cim("Win32_Share").select(List.of("Name", PATH))));
        if (account) {
            statements.add(Line.statement(
                    Cmdlet.GET_VARIABLE
                            .line()
                            .with("Name", List.of("PSSenderInfo"))
                            .flag("ValueOnly"),
                    Cmdlet.SELECT_OBJECT.line().with("Property", List.of(USER))));
        }
        return Line.message(statements);
    }

    /** Decodes {@link #message}. */
    static Seen read(String host, List<PsValue> output) {
        Decode system = Decode.last(output, ROLE, "computer system", v -> Decode.of(v, "computer system"));
        List<Decode> services = all(output, START, "service");
        List<Decode> shares = all(output, PATH, "share");
        boolean promoted = all(output, PRODUCT, "product options").stream()
                .anyMatch(row -> row.textOrEmpty(PRODUCT).equalsIgnoreCase(CONTROLLERS_PRODUCT));
        boolean set = services.stream().anyMatch(row -> isNamed(row, DIRECTORY) && !isDisabled(row));
        State state = system.int32(ROLE) >= CONTROLLER
                ? State.CONTROLLER
                : promoted ? State.RESTART_PENDING : set ? State.UNDER_WAY : State.NONE;
        return new Seen(
                new Promotion(
                        host, system.text("Domain"), state, isShared(shares, "SYSVOL"), isShared(shares, "NETLOGON")),
                system.textOrEmpty("Name"),
                services.stream().anyMatch(row -> isNamed(row, DIRECTORY)),
                services.stream().anyMatch(row -> isNamed(row, CLUSTER) && !isDisabled(row)),
                all(output, USER, "session").stream()
                        .map(row -> row.textOrEmpty(USER))
                        .findFirst()
                        .orElse(""));
    }

    private static List<Decode> all(List<PsValue> output, String mark, String what) {
        List<String> others = MARKS.stream().filter(one -> !one.equals(mark)).toList();
        return Decode.all(output, mark, others, value -> Decode.of(value, what));
    }

    private static boolean isNamed(Decode row, String name) {
        return row.textOrEmpty("Name").equalsIgnoreCase(name);
    }

    private static boolean isDisabled(Decode service) {
        return service.textOrEmpty(START).equalsIgnoreCase("Disabled");
    }

    private static boolean isShared(List<Decode> shares, String name) {
        return shares.stream().anyMatch(row -> isNamed(row, name));
    }
}
