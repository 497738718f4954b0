package io.quorate.lab;

import io.quorate.lab.http.HttpRequest;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.winrm.Runspace;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.SessionConfiguration;
import io.quorate.winrm.psrp.PsPipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lab that keeps what reached it, as it came in. */
public final class HeardLab implements AutoCloseable {

    /** What reached the lab. */
    public sealed interface Heard {}

    /**
     * A pipeline that a host was to run.
     *
     * @param configuration the session configuration it came to; null for the usual one
     */
    public record Pipeline(PsPipeline pipeline, @Nullable String configuration) implements Heard {}

    /** A request to an appliance's management. */
    public record Management(HttpRequest request) implements Heard {}

    /** A SCSI command, by its name. */
    public record Scsi(String command) implements Heard {}

    /** A batch that an instance of SQL Server was to run. */
    public record Sql(String batch) implements Heard {}

    private final List<Heard> heard = new ArrayList<>();
    private final Lab lab;

    /** The session configurations that restrict what a client may say; {@link #PLAIN} shows cmdlets alone and nothing of the engine. */
    public static final String NO_LANGUAGE = "Lab.NoLanguage";

    public static final String CONSTRAINED = "Lab.Constrained";
    public static final String PLAIN = "Lab.Plain";

    /** The session configuration with the role that is generated for every command. */
    public static final String GENERATED = "Lab.Generated";

    private HeardLab(LabBuilder builder) {
        builder.sessionConfiguration(
                        NO_LANGUAGE, session -> session.noLanguage().runAs(Lab.STORY_ACCOUNT))
                .sessionConfiguration(
                        CONSTRAINED, session -> session.constrainedLanguage().runAs(Lab.STORY_ACCOUNT))
                .sessionConfiguration(
                        PLAIN, session -> session.role(PlainRole.TEXT).runAs(Lab.STORY_ACCOUNT))
                .sessionConfiguration(
                        GENERATED, session -> session.role(PlainRole.GENERATED).runAs(Lab.STORY_ACCOUNT));
        Lab.Sessions standard = builder.sessions;
        lab = builder.sessions((world, estate, locale) -> {
                    Runspaces runspaces = standard.open(world, estate, locale);
                    return (caller, configuration) -> listening(runspaces.open(caller, configuration), configuration);
                })
                .start();
        lab.applianceNames().forEach(name -> lab.appliance(name).onRequest(request -> hear(new Management(request))));
        lab.faults().when("nothing, only listened to", this::listened).resetBefore();
    }

    /** Starts another lab. */
    public static HeardLab of(LabBuilder builder) {
        return new HeardLab(builder);
    }

    /** Starts the lab of {@link Lab#story}. */
    public static HeardLab story() {
        return new HeardLab(Lab.storyBuilder());
    }

    /** Starts the lab of {@link Lab#sanStoryBuilder}. */
    public static HeardLab san() {
        return new HeardLab(Lab.sanStoryBuilder());
    }

    /** Starts a lab with the newest SQL Server on SQL1, SQL2 and SQL3, each in a subnet of its own. */
    public static HeardLab sql() {
        return new HeardLab(sql(Lab.builder()));
    }

    /** Starts the lab of {@link Lab#sanStoryBuilder}, with what {@link #sql} has beside it. */
    public static HeardLab sanAndSql() {
        return new HeardLab(sql(Lab.sanStoryBuilder()));
    }

    private static LabBuilder sql(LabBuilder builder) {
        for (String name : List.of("SQL1", "SQL2", "SQL3")) {
            builder.host(name).sql(name, instance -> instance.version(2025));
        }
        return builder;
    }

    private Runspace listening(Runspace runspace, SessionConfiguration configuration) {
        String name = configuration.equals(SessionConfiguration.DEFAULT) ? null : configuration.name();
        return new Runspace() {
            @Override
            public void run(PsPipeline pipeline, PipelineSink sink) {
                hear(new Pipeline(pipeline, name));
                runspace.run(pipeline, sink);
            }

            @Override
            public void stop() {
                runspace.stop();
            }
        };
    }

    private boolean listened(Faults.Request request) {
        if (request.action().startsWith("iscsi SCSI")) {
            request.commands().forEach(command -> hear(new Scsi(command)));
        } else if (request.action().equals("tds Batch")) {
            hear(new Sql(request.commands().get(0)));
        }
        return false;
    }

    private void hear(Heard one) {
        synchronized (heard) {
            heard.add(one);
        }
    }

    public Lab lab() {
        return lab;
    }

    /** Returns what came in since the last time this was asked, in order. */
    public List<Heard> take() {
        synchronized (heard) {
            List<Heard> taken = List.copyOf(heard);
            heard.clear();
            return taken;
        }
    }

    @Override
    public void close() {
        lab.close();
    }
}
