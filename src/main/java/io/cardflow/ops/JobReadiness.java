package io.cardflow.ops;

import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows which scheduled jobs are late, by how much, and their last failure. */
@Readiness
@Singleton
class JobReadiness implements HealthCheck {

  private final JobWatch watch;

  JobReadiness(JobWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    Map<Job, String> late = watch.late();
    HealthCheckResponseBuilder response = HealthCheckResponse.named("jobs");
    late.forEach((job, line) -> response.withData(job.id(), line));
    return response.status(late.keySet().stream().noneMatch(Job::isRequired)).build();
  }
}
