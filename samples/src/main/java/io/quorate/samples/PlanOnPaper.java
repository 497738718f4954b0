package io.quorate.samples;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.plan.Plan;
import io.quorate.plan.PlanListener;
import io.quorate.plan.PlanResult;
import io.quorate.plan.PlanStep;
import io.quorate.plan.StepResult;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.storage.PublicationSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes down what publishing a volume takes, as a file to review; whoever has the file and the secret runs it, in another process:
 * {@code PlanOnPaper <plan> <url> <user> <authorities.pem>}, with the passwords in the environment. Without arguments it does both here.
 */
public final class PlanOnPaper {
    static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    static final String CHAP = "chap-of-fc1";

    private PlanOnPaper() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 4) {
            runIt(args);
            return;
        }
        Arguments.none(
                PlanOnPaper.class,
                "Writes down what publishing a volume takes, and runs it in the lab; with <plan> <url> <user> <authorities.pem> it runs that plan.",
                args);
        Path file = Files.createTempFile("plan", ".json");
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("NAS1");
            nas.createVolume(VOLUME.value(), Size.gib(100));
            write(quorate, file);
            System.out.print(Files.readString(file));
            run(quorate, file, nas.chap().orElseThrow().secret());
        } finally {
            Files.delete(file);
        }
    }

    // @start region="write"
    static void write(Quorate quorate, Path file) {
        Plan plan = Plan.of(quorate.storage("storage").publications().plan(VOLUME, PlanOnPaper::wish));
        plan.write(file);
    }

    /** What is wished for. The secret is a name: whoever runs the plan knows its value. */
    private static void wish(PublicationSpec p) {
        p.target(Iqn.of("iqn.2005-07.com.nexenta:01:fc1"))
                .addPortal(Portal.of("10.0.0.5"))
                .addPortal(Portal.of("10.0.1.5"))
                .hostGroup("FC1")
                .initiators(List.of(
                        Iqn.of("iqn.1991-05.com.microsoft:hv1.lab.example"),
                        Iqn.of("iqn.1991-05.com.microsoft:hv2.lab.example")))
                .chap(new ChapLogin("quorate", Secret.reference(CHAP)));
    }
    // @end region="write"

    /** The other process. */
    private static void runIt(String[] args) {
        try (Quorate quorate = Quorate.builder()
                .endpoint(
                        "storage",
                        "nexenta://127.0.0.1",
                        e -> e.host("127.0.0.1", URI.create(args[1]))
                                .credentials(Credentials.basic(args[2], Secret.of(System.getenv("NAS_PASSWORD"))))
                                .trust(Trust.authorities(Path.of(args[3]))))
                .build()) {
            run(quorate, Path.of(args[0]), Secret.of(System.getenv("CHAP_SECRET")));
        }
    }

    // @start region="run"
    static void run(Quorate quorate, Path file, Secret chap) {
        Plan plan = Plan.read(file);
        System.out.print(quorate.explain(plan).explain());
        PlanResult result = quorate.run(
                plan,
                r -> r.secrets(name -> name.equals(CHAP) ? chap : null).listener(new PlanListener() {
                    @Override
                    public void done(int number, StepResult step) {
                        System.out.println(
                                number + ". " + (step.changed() ? "done: " : "is so: ") + reason(step.step()));
                    }
                }));
        System.out.println(result.changed() ? "published" : "nothing to do");
    }
    // @end region="run"

    private static String reason(PlanStep step) {
        return step.reason().isEmpty() ? step.order().command().name() : step.reason();
    }
}
