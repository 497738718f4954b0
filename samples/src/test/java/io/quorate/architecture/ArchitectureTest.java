package io.quorate.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quorate.spi.Command;
import io.quorate.spi.Find;
import io.quorate.spi.Streamed;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Design 2 (arrows, signatures, cycles), 6 (seams) and the house style, read from the byte code of all modules. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = Modules.classes();

    private static final String[] OTHERS = {
        "io.quorate.winrm..",
        "io.quorate.nexenta..",
        "io.quorate.iscsi..",
        "io.quorate.mssql..",
        "io.quorate.lab..",
        "io.quorate.samples..",
        "io.quorate.architecture.."
    };

    /** Everything of the api module: what no other module is. */
    private static final DescribedPredicate<JavaClass> API =
            resideInAPackage("io.quorate..").and(DescribedPredicate.not(resideInAnyPackage(OTHERS)));

    private static final Set<String> EXPORTED = Modules.exported();

    @Test
    @DisplayName("all modules are looked at")
    void product_isNotEmpty() {
        assertThat(PRODUCT.stream().map(JavaClass::getPackageName))
                .contains(
                        "io.quorate",
                        "io.quorate.engine",
                        "io.quorate.winrm.psrp",
                        "io.quorate.winrm.wsman",
                        "io.quorate.lab.kernel",
                        "io.quorate.samples");
    }

    @Test
    void arrows_runOneWay() {
        noClasses()
                .that(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OTHERS)
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("io.quorate.winrm..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quorate.nexenta..", "io.quorate.mssql..", "io.quorate.lab..", "io.quorate.samples..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("io.quorate.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quorate.samples..")
                .check(PRODUCT);
    }

    @Test
    @DisplayName("the lab shares codecs with the client, nothing else of the backends")
    void lab_knowsOnlyCodecs() {
        noClasses()
                .that()
                .resideInAPackage("io.quorate.lab..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.quorate.winrm..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("io.quorate.winrm.psrp", "io.quorate.winrm.token"))))
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("io.quorate.lab..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.quorate.nexenta..", "io.quorate.iscsi..")
                        .and(DescribedPredicate.not(resideInAPackage("io.quorate.iscsi.pdu"))))
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("io.quorate.lab..")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Machine")
                .check(PRODUCT);
    }

    /** The rooms of the api module, from the ground up: each knows those before it only, and of its own row nobody. */
    private static final List<Set<String>> ROWS = List.of(
            Set.of("text"),
            Set.of("values"),
            Set.of("spi", "tree"),
            Set.of("error", "spi.net"),
            Set.of("call"),
            Set.of("san"),
            Set.of("cluster", "storage", "host"),
            Set.of("directory"),
            Set.of("vm", "sql"),
            Set.of("replica"),
            Set.of("doctor"),
            Set.of("engine"),
            Set.of("flow"),
            Set.of("plan"),
            Set.of("entry"));

    @Test
    @DisplayName("design 2: the api's rooms know only those below them; values below all, Quorate alone above all")
    void rooms_knowOnlyThoseBelow() {
        for (int row = 0; row < ROWS.size(); row++) {
            Set<String> below = new HashSet<>();
            ROWS.subList(0, row).forEach(below::addAll);
            for (String room : ROWS.get(row)) {
                noClasses()
                        .that(DescribedPredicate.describe("are of room " + room, c -> room.equals(room(c))))
                        .should()
                        .dependOnClassesThat(DescribedPredicate.describe("are of a room that is not below", c -> {
                            String other = room(c);
                            return other != null && !other.equals(room) && !below.contains(other);
                        }))
                        .check(PRODUCT);
            }
        }
        assertThat(PRODUCT.stream().map(ArchitectureTest::room).filter(Objects::nonNull))
                .as("every room of the api has its row")
                .allMatch(room -> ROWS.stream().anyMatch(row -> row.contains(room)));
    }

    /** Commands belong to the room of their subject; of the root package Quorate is the entry, all else are values. */
    private static @Nullable String room(JavaClass c) {
        if (!API.test(c)) {
            return null;
        }
        if (c.getPackageName().equals("io.quorate")) {
            return c.getName().matches("io\\.quorate\\.Quorate(\\$.*)?") ? "entry" : "values";
        }
        String room = c.getPackageName().substring("io.quorate.".length());
        return room.startsWith("spi") ? room : room.replaceFirst("\\..*", "");
    }

    @Test
    @DisplayName("design 2: flows are built from nouns, never from commands, handlers or the engine")
    void flows_useNounsOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.quorate.flow..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.quorate.spi..", "io.quorate.engine..")
                        .or(resideInAPackage("io.quorate.*.command")))
                .check(PRODUCT);
    }

    @Test
    @DisplayName("commands stand in the rooms of their subjects, where tests look for them")
    void commands_standInTheirRooms() {
        classes()
                .that()
                .implement(Command.class)
                .and()
                .doNotBelongToAnyOf(Find.class, Streamed.class)
                .should()
                .resideInAPackage("io.quorate.*.command")
                .check(PRODUCT);
    }

    @Test
    @DisplayName("design 3: commands are values without I/O")
    void commands_holdNoIo() {
        classes()
                .that()
                .resideInAPackage("io.quorate.*.command")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java.lang..", "java.util..", "java.time..", "org.jspecify..", "io.quorate")
                                .or(resideInAnyPackage(
                                        "io.quorate.spi",
                                        "io.quorate.text",
                                        "io.quorate.cluster..",
                                        "io.quorate.vm..",
                                        "io.quorate.replica..",
                                        "io.quorate.host..",
                                        "io.quorate.directory..",
                                        "io.quorate.doctor..",
                                        "io.quorate.sql..",
                                        "io.quorate.storage..",
                                        "io.quorate.san..")))
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("io.quorate.*.command")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Client")
                .check(PRODUCT);
    }

    @Test
    @DisplayName("the lab's rooms know of its root package what users plug in, set or look at, nothing that runs a lab")
    void lab_roomsKnowNoLab() {
        noClasses()
                .that(resideInAPackage("io.quorate.lab.*.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.quorate.lab")
                        .and(DescribedPredicate.describe(
                                "not a seam",
                                c -> !Set.of(
                                                "Face",
                                                "Traffic",
                                                "Management",
                                                "ManagementSettings",
                                                "RestCall",
                                                "RestAnswer")
                                        .contains(c.getSimpleName()))))
                .check(PRODUCT);
    }

    @Test
    @DisplayName("no public signature of the lab names a type of a room that is not exported")
    void lab_signaturesNameExportedTypesOnly() {
        classes()
                .that(resideInAPackage("io.quorate.lab")
                        .and(DescribedPredicate.describe(
                                "are public", c -> c.getModifiers().contains(JavaModifier.PUBLIC))))
                .should(new ArchCondition<JavaClass>("name only exported types of the lab in signatures") {
                    @Override
                    public void check(JavaClass c, ConditionEvents events) {
                        c.getCodeUnits().stream()
                                .filter(u -> visible(u.getModifiers()))
                                .flatMap(ArchitectureTest::signature)
                                .map(JavaClass::getBaseComponentType)
                                .filter(t -> t.getPackageName().startsWith("io.quorate.lab")
                                        && !EXPORTED.contains(t.getPackageName()))
                                .forEach(t -> events.add(
                                        SimpleConditionEvent.violated(c, c.getName() + " exposes " + t.getName())));
                    }
                })
                .check(PRODUCT);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.quorate.(*)..").should().beFreeOfCycles().check(PRODUCT);
        slices().matching("io.quorate.winrm.(*)..").should().beFreeOfCycles().check(PRODUCT);
        slices().matching("io.quorate.lab.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    @DisplayName(
            "no third-party type in an exported signature (JSpecify, the lab's JUnit extension and the pool's override excepted)")
    void exportedSignatures_nameNoThirdParty() {
        classes()
                .that(new DescribedPredicate<JavaClass>("are public in an exported package") {
                    @Override
                    public boolean test(JavaClass c) {
                        return EXPORTED.contains(c.getPackageName())
                                && c.getModifiers().contains(JavaModifier.PUBLIC)
                                && !c.getSimpleName().equals("LabExtension")
                                && !c.getSimpleName().equals("AgSqlExceptionOverride")
                                && !c.getSimpleName().equals("HaLab");
                    }
                })
                .should(new ArchCondition<JavaClass>("name only types of the JDK and of Quorate in signatures") {
                    @Override
                    public void check(JavaClass c, ConditionEvents events) {
                        Stream<JavaClass> ofMethods = c.getCodeUnits().stream()
                                .filter(u -> visible(u.getModifiers()))
                                .flatMap(ArchitectureTest::signature);
                        Stream<JavaClass> ofFields = c.getFields().stream()
                                .filter(f -> visible(f.getModifiers()))
                                .map(JavaField::getRawType);
                        Stream<JavaClass> supers =
                                Stream.concat(c.getRawInterfaces().stream(), c.getRawSuperclass().stream());
                        Stream.of(ofMethods, ofFields, supers)
                                .flatMap(s -> s)
                                .map(JavaClass::getBaseComponentType)
                                .filter(t -> !t.isPrimitive()
                                        && !t.getPackageName().startsWith("java.")
                                        && !t.getPackageName().startsWith("javax.")
                                        && !t.getPackageName().startsWith("io.quorate"))
                                .distinct()
                                .forEach(t -> events.add(
                                        SimpleConditionEvent.violated(c, c.getName() + " exposes " + t.getName())));
                    }
                })
                .check(PRODUCT);
    }

    private static boolean visible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getRawParameterTypes().stream(),
                        Stream.of(unit.getRawReturnType()),
                        unit.getThrowsClause().getTypes().stream())
                .flatMap(s -> s);
    }

    @Test
    void loggers_arePrivateStaticFinal() {
        fields().that()
                .haveRawType("org.slf4j.Logger")
                .should()
                .bePrivate()
                .andShould()
                .beStatic()
                .andShould()
                .beFinal()
                .check(PRODUCT);
    }

    @Test
    void systemStreams_areOnlyUsedBySamples() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.quorate.samples..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(PRODUCT);
    }

    @Test
    @DisplayName("design 6: main code takes time, sleep, chance, sockets and addresses from the runtime")
    void seams_areRespected() {
        noClasses()
                .that(resideInAnyPackage("io.quorate..")
                        .and(DescribedPredicate.not(resideInAnyPackage(
                                // the one place that touches the real world, and the lab that replaces it
                                "io.quorate.lab..", "io.quorate.samples..")))
                        .and(DescribedPredicate.describe(
                                "not SystemRuntime", c -> !c.getName().equals("io.quorate.SystemRuntime"))))
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "is a clock, a sleep, a source of chance, a socket or a name look-up",
                        ArchitectureTest::isSeam))
                .check(PRODUCT);
    }

    @Test
    @DisplayName("only the lab's kernel reads the real clock or sleeps")
    void lab_keepsTimeInItsKernel() {
        noClasses()
                .that(resideInAPackage("io.quorate.lab..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("io.quorate.lab.kernel", "io.quorate.lab.winrm"))))
                .should()
                .accessTargetWhere(DescribedPredicate.describe("is a clock or a sleep", ArchitectureTest::isTime))
                .check(PRODUCT);
    }

    private static boolean isSeam(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return isTime(access)
                || name.equals("<init>")
                        && Set.of(
                                        "java.util.Random",
                                        "java.security.SecureRandom",
                                        "java.net.Socket",
                                        "java.net.ServerSocket",
                                        "java.net.DatagramSocket")
                                .contains(owner)
                || owner.equals("java.lang.Math") && name.equals("random")
                || owner.equals("java.util.concurrent.ThreadLocalRandom")
                || owner.equals("java.util.UUID") && name.equals("randomUUID")
                || owner.equals("java.net.InetAddress")
                        && Set.of("getByName", "getAllByName").contains(name)
                || owner.equals("java.util.concurrent.ForkJoinPool") && name.equals("commonPool")
                || owner.equals("javax.net.SocketFactory") && name.equals("getDefault");
    }

    private static boolean isTime(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return owner.equals("java.lang.Thread") && name.equals("sleep")
                || owner.equals("java.lang.System")
                        && Set.of("nanoTime", "currentTimeMillis").contains(name)
                || owner.startsWith("java.time.") && name.equals("now")
                || owner.equals("java.time.Clock") && name.startsWith("system")
                || owner.equals("java.util.concurrent.TimeUnit") && name.equals("sleep")
                || owner.startsWith("dev.failsafe.Timeout");
    }
}
