package io.quorate.mssql;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What error numbers mean: one table, decided by the number alone, because texts are localised. A number that nobody has listed proves only that
 * the server refused, and that only if the connection has outlived it.
 */
final class SqlErrors {
    /** A log-in that is refused. */
    static final int LOGIN_FAILED = 18_456;

    /** The replica is no primary, or is about to become one: for what belongs on the primary the first, else the second. */
    private static final int NOT_IN_A_STATE = 41_190;

    private static final String WAIT = "it passes by itself; try again later";

    /** A number's meaning. */
    record Meaning(SqlClass sqlClass, ErrorKind kind, String remedy) {}

    private static final Map<Integer, Meaning> NUMBERS = new TreeMap<>();

    static {
        transients();
        connects();
        redirects();
        already();
        cleanUps();
        configurations();
        fatals();
        MoreSqlErrors.list(SqlErrors::add);
        LoginErrors.list();
    }

    /** After these the log-in is refused for good: the same account would be refused again, and be locked in the end. */
    private static final Set<Integer> REFUSES_LOGIN =
            Set.of(LOGIN_FAILED, 18_452, 18_470, 18_486, 18_487, 18_488, 4064);

    private static final Set<Integer> TAKEN_BACK = Set.of(41_131, 41_152, 41_158, 41_188);

    private SqlErrors() {}

    static void add(SqlClass sqlClass, ErrorKind kind, String remedy, int... numbers) {
        Meaning meaning = new Meaning(sqlClass, kind, remedy);
        for (int number : numbers) {
            if (NUMBERS.put(number, meaning) != null) {
                throw new IllegalStateException("listed twice: " + number);
            }
        }
    }

    private static void transients() {
        add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "the primary does not answer on its mirroring endpoint; if it stays so: is the endpoint started on both, does the"
                        + " firewall let its port through, does the service account have CONNECT on it, do the"
                        + " encryption algorithms agree?",
                35_250,
                47_106);
        add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "the group was taken back and may be made again",
                41_131,
                41_152,
                41_158,
                41_188);
        add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "another change of the group or replica is under way; " + WAIT,
                41_165,
                41_166,
                41_186,
                41_154,
                41_178,
                41_179,
                41_187,
                41_155,
                41_177,
                41_138,
                41_113);
        add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "the cluster works at the group, or is not ready; " + WAIT,
                35_220,
                41_123,
                41_149,
                41_151);
        add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "the instance is short of threads or memory; look at its load",
                41_109,
                41_192,
                35_217,
                35_216,
                35_218,
                35_293,
                41_193,
                701);
        add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "seeding failed and is tried again by itself; look at sys.dm_hadr_automatic_seeding",
                19_494);
        add(SqlClass.TRANSIENT, ErrorKind.BUSY, WAIT, 41_383, 1205, 1222, 3960, 845, 8645, 8651, 1204, 601);
    }

    private static void connects() {
        add(
                SqlClass.CONNECT_TRANSIENT,
                ErrorKind.BUSY,
                "the replica does not take connections in its present role; wait until it has one, or go to the primary",
                976,
                979,
                982,
                983,
                988);
        add(
                SqlClass.CONNECT_TRANSIENT,
                ErrorKind.BUSY,
                "the database is not ready, or the instance starts or stops; " + WAIT,
                4060,
                4221,
                17_142,
                18_401,
                6005,
                922,
                921,
                927,
                17_197,
                10_928,
                10_929,
                42_108,
                40_613);
        add(
                SqlClass.CONNECT_TRANSIENT,
                ErrorKind.UNREACHABLE,
                "is the instance up, does it listen on that port, and does the firewall let it through?",
                233,
                64,
                121,
                10_053,
                10_054,
                10_060,
                -2);
    }

    private static void redirects() {
        add(
                SqlClass.REDIRECT,
                ErrorKind.BUSY,
                "it belongs on the primary replica, and this is not it; where the primary is must be looked for anew",
                41_140,
                35_251,
                41_190,
                3906,
                3908,
                978);
        add(
                SqlClass.REDIRECT,
                ErrorKind.BUSY,
                "it belongs on a secondary replica, and this is not one",
                35_252,
                35_240);
    }

    private static void already() {
        add(
                SqlClass.ALREADY_SO,
                ErrorKind.CONFLICT,
                "it is there already; compare it with what was wanted",
                41_145,
                35_280,
                35_282,
                41_106,
                41_114,
                41_185,
                19_477,
                41_122,
                15_025,
                15_023,
                15_232,
                15_578,
                7862);
        add(SqlClass.ALREADY_SO, ErrorKind.NOT_FOUND, "it is gone already", 35_281, 35_283, 41_133, 41_132);
    }

    private static void cleanUps() {
        add(
                SqlClass.CLEAN_UP,
                ErrorKind.CONFLICT,
                "a half-made group was left: DROP AVAILABILITY GROUP takes it away",
                41_153,
                41_159);
        add(
                SqlClass.CLEAN_UP,
                ErrorKind.CONFLICT,
                "the configuration was changed and could not be applied: undo it by the opposite ALTER, or repeat it when the"
                        + " cause is gone",
                41_184,
                41_189);
        add(
                SqlClass.CLEAN_UP,
                ErrorKind.CONFLICT,
                "the cluster has a group of that name which no availability group belongs to: remove it there",
                41_171,
                41_196);
        add(
                SqlClass.CLEAN_UP,
                ErrorKind.CONFLICT,
                "what the listener left in the cluster must be removed there: its network name and addresses",
                19_488);
        add(
                SqlClass.CLEAN_UP,
                ErrorKind.CONFLICT,
                "the group is gone here and not in the cluster: remove its role there",
                41_108);
        add(
                SqlClass.CLEAN_UP,
                ErrorKind.CONFLICT,
                "the cluster lacks the resource type: disable Always On on this instance and enable it again",
                41_105);
        add(
                SqlClass.CLEAN_UP,
                ErrorKind.CONFLICT,
                "the instance must be started again before the group can be used",
                41_135,
                41_144,
                41_161);
    }

    private static void configurations() {
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "enable Always On on the instance, which starts it again",
                35_221,
                47_105);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.ACCESS_DENIED,
                "the service account may not use the cluster: start the instance again as an account of the domain",
                35_222);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.UNSUPPORTED,
                "the edition does not offer it: Enterprise does, Standard basic groups only",
                41_199,
                35_224,
                35_225,
                35_226);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "the cluster runs with forced quorum: restore its quorum first, then force the failover if that is wanted",
                41_125,
                19_491);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a planned failover needs every database SYNCHRONIZED; only a forced one goes without, and may lose data",
                41_134,
                41_142);
        add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "the replica's version is lower than the primary's", 41_191);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a node may not be a possible owner of two replicas of a group",
                19_405);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "cluster type and failover mode must agree: WSFC takes AUTOMATIC and MANUAL, EXTERNAL takes EXTERNAL, NONE takes"
                        + " MANUAL; JOIN names the type unless it is WSFC",
                47_100,
                47_101,
                47_102,
                47_103);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "only the external cluster manager fails this group over",
                47_104);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a group without a cluster knows the forced failover alone",
                47_122);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a configuration-only replica stands beside two synchronous ones, with EXTERNAL, and names no failover mode",
                47_107,
                47_108,
                47_110,
                47_114);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "as many synchronized secondaries are not there to wait for",
                35_248);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "DISTRIBUTED takes no other option, and its failover is SET (ROLE = SECONDARY) here and a forced one there",
                19_497,
                19_498,
                19_504);
        add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "it must be sent with master as the database", 35_208);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "asynchronous commit and automatic failover exclude each other; change one before the other",
                35_211);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "there are more replicas of that kind than this version takes",
                35_212,
                35_213,
                35_223,
                35_233);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "an instance of a failover cluster fails over by the cluster alone: its replica is MANUAL",
                35_215);
        add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "each replica and each endpoint is named once", 35_234, 35_235);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a replica goes by what @@SERVERNAME says on its instance",
                41_167,
                35_237);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a URL is TCP://name:port, with the fully qualified name",
                35_231,
                35_232,
                19_401,
                19_499);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a replica needs ENDPOINT_URL, AVAILABILITY_MODE and FAILOVER_MODE",
                35_236,
                41_197,
                41_198);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "the value lies outside of what the option takes",
                35_228,
                35_229,
                35_209,
                35_214,
                47_116,
                47_117,
                47_118,
                47_119);
        add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "a basic group holds one database and two replicas", 35_200);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "every replica in a routing list belongs to the group, once, and has a READ_ONLY_ROUTING_URL before it is listed",
                19_402,
                19_403,
                19_404);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "look at the listener's name and addresses: one IPv4 and one IPv6 address a subnet, one for the subnet of every"
                        + " replica, DHCP in one subnet only, a name of up to 63 letters, digits and hyphens, a free port",
                19_451,
                19_456,
                19_458,
                19_460,
                19_461,
                19_468,
                19_482,
                19_483,
                19_484,
                19_485,
                19_486,
                19_517,
                19_518,
                19_535);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "the cluster's name object may not create computer objects, or has used up its ten: create the listener's object"
                        + " before, or grant the right",
                19_471,
                19_476);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "seeding has failed for good; remove the cause and set SEEDING_MODE = AUTOMATIC again",
                19_495,
                19_506);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "on a secondary only copy-only full backups and plain log backups can be taken",
                35_294,
                35_295,
                35_296,
                35_297);
        add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "the instance does not take the statement: is its version as old as that?",
                102,
                156,
                155,
                207,
                208,
                343);
    }

    private static void fatals() {
        add(
                SqlClass.FATAL,
                ErrorKind.ACCESS_DENIED,
                "are user name and password right, and is the account neither locked, disabled nor expired? It is not tried"
                        + " again, because every try counts towards its lock-out",
                LOGIN_FAILED,
                18_452,
                18_470,
                18_486,
                18_487,
                18_488,
                4064);
        add(
                SqlClass.FATAL,
                ErrorKind.ACCESS_DENIED,
                "the account lacks a right: ALTER ANY AVAILABILITY GROUP, VIEW SERVER STATE (from 2022 on VIEW SERVER PERFORMANCE"
                        + " STATE) and VIEW ANY DEFINITION, or sysadmin",
                229,
                230,
                262,
                297,
                300,
                916,
                15_247);
        add(
                SqlClass.FATAL,
                ErrorKind.REJECTED,
                "is there no such object, or may the account not see it?",
                15_151,
                3701);
        add(
                SqlClass.FATAL,
                ErrorKind.REJECTED,
                "the database is damaged or its disk fails; look at the instance's error log",
                823,
                824,
                825);
    }

    /** Returns what a number means; null if nobody has listed it. */
    static @Nullable Meaning meaning(int number) {
        return NUMBERS.get(number);
    }

    /** Returns the numbers that are listed. */
    static Set<Integer> listed() {
        return NUMBERS.keySet();
    }

    /** Tells whether a number says that a change which had begun was undone again by the server itself. */
    static boolean takenBack(int number) {
        return TAKEN_BACK.contains(number);
    }

    static SqlClass classOf(int number) {
        Meaning meaning = NUMBERS.get(number);
        return meaning == null ? SqlClass.UNLISTED : meaning.sqlClass();
    }

    /** Tells whether a connection over which this came is of no use any more: the replica's role has changed, or it is lost. */
    static boolean retires(int number) {
        SqlClass sqlClass = classOf(number);
        return sqlClass == SqlClass.REDIRECT || sqlClass == SqlClass.CONNECT_TRANSIENT;
    }

    /**
     * Returns the one of several errors that decides: what must be acted on before what may pass, what somebody has listed before what nobody has,
     * and what says that all is well last of all.
     */
    static SqlError telling(Collection<SqlError> errors) {
        return errors.stream()
                .min(Comparator.comparingInt(SqlErrors::rank))
                .orElseThrow(() -> new IllegalArgumentException("no error"));
    }

    private static int rank(SqlError error) {
        if (!error.said()) {
            return 0;
        }
        if (error.endsConnection()) {
            return 1;
        }
        return switch (classOf(error.number())) {
            case FATAL -> 2;
            case CLEAN_UP -> 3;
            case CONFIGURATION -> 4;
            case REDIRECT -> 5;
            case CONNECT_TRANSIENT -> 6;
            case TRANSIENT -> 7;
            case UNLISTED -> 8;
            case ALREADY_SO -> 9;
            case MONITOR -> 10;
        };
    }

    /** Tells whether all that was said is that it is so already. */
    static boolean isSoAlready(List<SqlError> errors) {
        return !errors.isEmpty()
                && errors.stream()
                        .allMatch(error -> !error.endsConnection() && classOf(error.number()) == SqlClass.ALREADY_SO);
    }

    /** Says what a refused log-in means: nothing was begun. */
    static Fault ofLogin(SqlError error, String address) {
        Meaning meaning = NUMBERS.get(error.number());
        boolean passes = meaning != null
                && (meaning.sqlClass() == SqlClass.TRANSIENT
                        || meaning.sqlClass() == SqlClass.CONNECT_TRANSIENT
                        || meaning.sqlClass() == SqlClass.REDIRECT);
        ErrorKind kind = meaning == null ? ErrorKind.REJECTED : meaning.kind();
        Fault.Draft draft = passes ? Fault.refused(kind) : Fault.lasting(kind);
        if (REFUSES_LOGIN.contains(error.number())) {
            draft.refusingLogin();
        } else {
            draft.answered();
        }
        return draft.code(String.valueOf(error.number()))
                .hint(meaning == null ? null : meaning.remedy())
                .because(address + " refused the log-in: " + error.line());
    }

    static Fault of(List<SqlError> errors, boolean alive, boolean byOwner, String address) {
        return of(errors, List.of(), alive, byOwner, address);
    }

    /**
     * Says what the errors of a statement mean.
     *
     * @param notices what was said besides, severity 10 and less
     * @param alive whether the connection has outlived them; if not, nobody knows what became of the statement
     * @param byOwner whether the owner was asked, which may be another one now
     */
    static Fault of(List<SqlError> errors, List<SqlError> notices, boolean alive, boolean byOwner, String address) {
        SqlError error = telling(errors);
        Meaning meaning = NUMBERS.get(error.number());
        boolean doubtful = !alive || errors.stream().anyMatch(SqlError::endsConnection);
        ErrorKind kind = meaning == null ? ErrorKind.REJECTED : meaning.kind();
        SqlClass sqlClass = meaning == null ? SqlClass.UNLISTED : meaning.sqlClass();
        if (error.number() == NOT_IN_A_STATE && !byOwner) {
            sqlClass = SqlClass.TRANSIENT;
        }
        Fault.Draft draft = Fault.in(
                        doubtful ? FaultPhase.UNANSWERED : phase(sqlClass, byOwner), kind(kind, sqlClass, byOwner))
                .answered()
                .code(String.valueOf(error.number()))
                .hint(meaning == null ? null : meaning.remedy());
        return draft.because(address + " says " + error.line() + SqlError.besides(error, errors, notices)
                + (doubtful ? "; the connection ended with it, so what became of the statement is not known" : ""));
    }

    /** A redirect refuses before anything begins: the owner, who is looked for anew, may take it at once. */
    private static FaultPhase phase(SqlClass sqlClass, boolean byOwner) {
        return switch (sqlClass) {
            case REDIRECT -> byOwner ? FaultPhase.REFUSED : FaultPhase.LASTING;
            case TRANSIENT, CONNECT_TRANSIENT, MONITOR -> FaultPhase.TRANSIENT;
            default -> FaultPhase.LASTING;
        };
    }

    private static ErrorKind kind(ErrorKind kind, SqlClass sqlClass, boolean byOwner) {
        return sqlClass == SqlClass.REDIRECT && !byOwner ? ErrorKind.CONFLICT : kind;
    }
}
