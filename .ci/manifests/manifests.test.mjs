// Breaks a copy of the manifests in realistic ways and checks that each is rejected for its own reason.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { check } from './check.mjs';
import { render } from './manifests.mjs';

const MANIFESTS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'k8s');

const renderings = new Map();

/** Renders what was not rendered before: a copy differs from the others in one file. */
function remembered(root, directory) {
  const files = ['base', 'components/api', relative(root, directory)].flatMap((each) =>
    readdirSync(join(root, each)).map((file) => readFileSync(join(root, each, file), 'utf8')),
  );
  const key = [relative(root, directory), ...files].join('\0');
  if (!renderings.has(key)) {
    renderings.set(key, render(root, directory));
  }
  return renderings.get(key);
}

/** Returns the findings for a copy with the first occurrence of a text in a file replaced. */
async function broken(file, before, after) {
  const copy = mkdtempSync(join(tmpdir(), 'manifests-'));
  const begun = [];
  try {
    cpSync(MANIFESTS, copy, { recursive: true });
    if (!file.startsWith('overlays/dev/')) {
      rmSync(join(copy, 'overlays', 'dev'), { recursive: true });
    }
    const text = readFileSync(join(copy, file), 'utf8');
    assert.ok(text.includes(before), `${file} has no ${before}`);
    writeFileSync(join(copy, file), text.replace(before, () => after));
    const renderer = (root, directory) => {
      begun.push(remembered(root, directory));
      return begun.at(-1);
    };
    return (await check(copy, renderer)).found.join('\n');
  } finally {
    // A rendering that others wait for reads this copy, also when this one has its answer.
    await Promise.allSettled(begun);
    rmSync(copy, { recursive: true });
  }
}

function refuses(title, [file, before, after], reason) {
  test(title, async () => {
    assert.match(await broken(file, before, after), reason);
  });
}

describe('manifests', { concurrency: 4 }, () => {
  test('the manifests as they are have no fault', async () => {
    const { found, looked } = await check(MANIFESTS);
    assert.deepEqual(found, []);
    assert.ok(looked > 50);
  });

  refuses(
    'a field that Kubernetes does not know is refused',
    ['base/deployment.yaml', 'minReadySeconds:', 'minReadySecs:'],
    /Deployment\/cardflow: \/spec\/minReadySecs is no field/,
  );
  refuses(
    'a field in the wrong place is refused',
    ['base/deployment.yaml', '          ports:', '          terminationGracePeriodSeconds: 60\n          ports:'],
    /\/spec\/template\/spec\/containers\/0\/terminationGracePeriodSeconds is no field/,
  );
  refuses(
    'a misspelt field of a patch is refused, though the rendering might drop it',
    ['overlays/prod/deployment.yaml', 'resources:', 'resource:'],
    /overlays\/prod\/deployment\.yaml: .*\/resource is no field/,
  );
  refuses(
    'a field that KEDA does not know is refused',
    ['base/scaledobject.yaml', 'minReplicaCount:', 'minReplicas:'],
    /ScaledObject\/cardflow: \/spec\/minReplicas is no field/,
  );
  refuses(
    'a field that Strimzi does not know is refused',
    ['kafka/topics.yaml', 'partitions: 12', 'partition: 12'],
    /KafkaTopic\/cardflow\.commands: \/spec\/partition is no field/,
  );
  refuses(
    'a field that the Prometheus operator does not know is refused',
    ['base/podmonitor.yaml', 'interval:', 'period:'],
    /PodMonitor\/cardflow: \/spec\/podMetricsEndpoints\/0\/period is no field/,
  );
  refuses(
    'a text in the place of a number is refused',
    ['base/deployment.yaml', 'minReadySeconds: 10', 'minReadySeconds: ten'],
    /Deployment\/cardflow: \/spec\/minReadySeconds must be integer/,
  );
  refuses(
    'a number in the place of a text is refused',
    ['base/deployment.yaml', 'value: 20s', 'value: 20'],
    /\/env\/1\/value must be string/,
  );
  refuses(
    'a value outside of an enumeration is refused',
    ['kafka/users.yaml', '- Write', '- Writes'],
    /KafkaUser\/cardflow: .* must be equal to one of the allowed values/,
  );
  refuses(
    'a required field that is missing is refused',
    ['base/deployment.yaml', '  selector:\n    matchLabels:', '  selectors:\n    matchLabels:'],
    /must have required property selector/,
  );
  refuses(
    'a field without a value is refused',
    ['base/deployment.yaml', 'minReadySeconds: 10', 'minReadySeconds:'],
    /\/spec\/minReadySeconds is empty/,
  );
  refuses(
    'an unknown kind is refused',
    ['base/podmonitor.yaml', 'kind: PodMonitor', 'kind: PodMonitors'],
    /no schema for PodMonitors of monitoring\.coreos\.com\/v1/,
  );
  refuses(
    'a version that clusters have given up is refused',
    ['base/poddisruptionbudget.yaml', 'policy/v1', 'policy/v1beta1'],
    /no schema for PodDisruptionBudget of policy\/v1beta1/,
  );
  test('a file that no kustomization uses is refused', async () => {
    await assert.rejects(
      broken('base/kustomization.yaml', '  - podmonitor.yaml\n', ''),
      /podmonitor\.yaml: no kustomization uses it/,
    );
  });
  test('a misspelt field of a kustomization is refused by kustomize', async () => {
    await assert.rejects(broken('overlays/prod/kustomization.yaml', 'images:', 'image:'), /unknown field .*image/);
  });

  refuses(
    'a fault that a patch brings into what is rendered is refused',
    [
      'overlays/prod/kustomization.yaml',
      'patches:',
      'patches:\n  - target:\n      kind: Deployment\n    patch: \'[{"op":"add","path":"/spec/paused","value":"no"}]\'',
    ],
    /overlays\/prod rendered: Deployment\/cardflow: \/spec\/paused must be boolean/,
  );

  refuses(
    'a secret among the manifests is refused',
    [
      'base/serviceaccounts.yaml',
      'apiVersion: v1',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: x\n---\napiVersion: v1',
    ],
    /Secret\/s: a secret does not belong here/,
  );
  refuses(
    'a password among the settings is refused',
    ['base/settings.env', 'CARDFLOW_INBOX_LANES=1', 'CARDFLOW_INBOX_LANES=1\nQUARKUS_DATASOURCE_PASSWORD=x'],
    /QUARKUS_DATASOURCE_PASSWORD looks like a secret/,
  );
  refuses(
    'the image "latest" is refused for production',
    ['overlays/prod/kustomization.yaml', 'newTag: 0.1.0', 'newTag: latest'],
    /overlays\/prod: .*cardflow:latest is not one certain version/,
  );
  refuses(
    'an image without a version is refused for production',
    ['overlays/prod/kustomization.yaml', '    newTag: 0.1.0\n', ''],
    /overlays\/prod: .*is not one certain version/,
  );
  for (const [file, workload] of [
    ['base/deployment.yaml', 'Deployment/cardflow'],
    ['base/migration.yaml', 'Job/cardflow-migration'],
    ['components/api/deployment.yaml', 'Deployment/cardflow-api'],
  ]) {
    const of = (reason) => new RegExp(`${workload}.* ${reason}`);
    refuses(`root is refused: ${workload}`, [file, 'runAsNonRoot: true', 'runAsNonRoot: false'], of('may run as root'));
    refuses(`user 0 is refused: ${workload}`, [file, 'runAsUser: 10001', 'runAsUser: 0'], of('may run as root'));
    refuses(
      `a writable root file system is refused: ${workload}`,
      [file, 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'],
      of('may write to its root file system'),
    );
    refuses(`capabilities are refused: ${workload}`, [file, '- ALL', '- NET_RAW'], of('has capabilities'));
    refuses(
      `a gain of privileges is refused: ${workload}`,
      [file, '            allowPrivilegeEscalation: false\n', ''],
      of('may gain privileges'),
    );
    refuses(
      `a token is refused: ${workload}`,
      [file, 'automountServiceAccountToken: false', 'automountServiceAccountToken: true'],
      of('mounts a token'),
    );
    refuses(
      `a ConfigMap that does not exist is refused: ${workload}`,
      [file, 'configMapRef:\n                name: cardflow-database', 'configMapRef:\n                name: cardflow-databases'],
      of('there is no ConfigMap/cardflow-databases'),
    );
    refuses(
      `a key of a Secret that is not documented is refused: ${workload}`,
      [file, 'key: password', 'key: passwort'],
      /does not name the key passwort of Secret\/cardflow(-api)?-database/,
    );
  }
  refuses(
    'pods that no policy guards are refused',
    ['base/networkpolicy.yaml', 'component: worker\n  policyTypes', 'component: workers\n  policyTypes'],
    /no NetworkPolicy guards the Ingress of Deployment\/cardflow/,
  );
  refuses(
    'a Secret that is not documented is refused',
    ['base/deployment.yaml', 'name: cardflow-kafka\n', 'name: cardflow-kafka-worker\n'],
    /does not describe how to create Secret\/cardflow-kafka-worker/,
  );
  refuses(
    'a drain that is longer than the grace period is refused',
    ['base/deployment.yaml', 'value: 20s', 'value: 30s'],
    /stopping may take 65 s, and it is killed after 60 s/,
  );
  refuses(
    'a roll-out that takes replicas away first is refused',
    ['base/deployment.yaml', 'maxUnavailable: 0', 'maxUnavailable: 1'],
    /takes replicas away before there are others/,
  );
  refuses(
    'replicas that migrate are refused',
    ['base/settings.env', 'MIGRATE_AT_START=false', 'MIGRATE_AT_START=true'],
    /Deployment\/cardflow migrates the schema itself/,
  );
  refuses(
    'a budget that guards nothing is refused',
    ['base/poddisruptionbudget.yaml', '      app.kubernetes.io/component: worker', '      app.kubernetes.io/component: works'],
    /PodDisruptionBudget\/cardflow selects the pods of 0 workloads/,
  );
  refuses(
    'a monitor of a port that does not exist is refused',
    ['base/podmonitor.yaml', 'port: management', 'port: metrics'],
    /has no port metrics/,
  );
  refuses(
    'more replicas than partitions are refused',
    ['base/scaledobject.yaml', 'maxReplicaCount: 12', 'maxReplicaCount: 13'],
    /13 replicas of 1 lanes for 12 partitions/,
  );
  refuses(
    'fewer partitions than replicas are refused',
    ['kafka/topics.yaml', 'partitions: 12', 'partitions: 6'],
    /12 replicas of 1 lanes for 6 partitions/,
  );
  refuses(
    'inbound topics of different partitions are refused',
    ['kafka/topics.yaml', 'partitions: 12', 'partitions: 24'],
    /the two inbound topics must have the same number of partitions/,
  );
  refuses(
    'a group that the users of Kafka do not have is refused',
    ['base/settings.env', 'GROUP_ID=cardflow', 'GROUP_ID=cards'],
    /KafkaUser\/cardflow has no right to the group cards/,
  );
  refuses(
    'a setting that the Kafka trigger does not have is refused',
    ['base/scaledobject.yaml', 'lagThreshold: "', 'lagTreshold: "'],
    /lagTreshold is no setting of the Kafka trigger/,
  );
  refuses(
    'a setting that a topic does not have is refused',
    ['kafka/topics.yaml', 'retention.ms:', 'retention.millis:'],
    /KafkaTopic\/cardflow\.commands: retention\.millis is no setting of a topic/,
  );
  refuses(
    'an inbound topic that keeps compressed batches is refused',
    ['kafka/topics.yaml', 'compression.type: uncompressed', 'compression.type: producer'],
    /KafkaTopic\/cardflow\.commands must keep records uncompressed/,
  );
  refuses(
    'a topic with the clients\' timestamps is refused',
    ['kafka/topics.yaml', 'message.timestamp.type: LogAppendTime', 'message.timestamp.type: CreateTime'],
    /KafkaTopic\/cardflow\.commands must have the brokers' timestamps/,
  );
  refuses(
    'a user with all rights is refused',
    ['kafka/users.yaml', '- Write', '- All'],
    /KafkaUser\/cardflow has more rights than it needs/,
  );
  refuses(
    'a policy that lets out to any port is refused',
    ['base/networkpolicy.yaml', 'ports:\n        - protocol: TCP\n          port: 9093', 'ports: []'],
    /NetworkPolicy\/cardflow lets out to anywhere, or to any port/,
  );
  refuses(
    'a policy that does not let out to PostgreSQL is refused',
    ['base/networkpolicy.yaml', 'port: 5432', 'port: 5433'],
    /Deployment\/cardflow is not let out to port 5432/,
  );
  refuses(
    'a policy that lets out to what the worker does not use is refused',
    ['base/networkpolicy.yaml', 'port: 5432', 'port: 5432\n        - protocol: TCP\n          port: 22'],
    /Deployment\/cardflow is let out to port 22/,
  );
  refuses(
    'two installations on one database are refused',
    ['overlays/dev/kustomization.yaml', '5432/cardflow_dev\n', '5432/cardflow\n'],
    /overlays\/dev and overlays\/prod share the database postgresql:/,
  );
  refuses(
    'two installations in one group are refused',
    ['overlays/dev/kustomization.yaml', '      - KAFKA_BOOTSTRAP_SERVERS=kafka-dev-kafka-bootstrap.kafka.svc:9093\n', ''],
    /overlays\/dev and overlays\/prod share the group cardflow/,
  );

  refuses(
    'an API without an issuer of tokens is refused',
    ['overlays/prod/api-deployment.yaml', 'QUARKUS_OIDC_AUTH_SERVER_URL', 'QUARKUS_OIDC_SERVER_URL'],
    /the API does not start without QUARKUS_OIDC_AUTH_SERVER_URL/,
  );
  refuses(
    'an issuer of tokens without TLS is refused',
    ['overlays/prod/api-deployment.yaml', 'value: https:', 'value: http:'],
    /the API must reach the issuer of tokens by HTTPS/,
  );
  refuses(
    'an API that consumes messages is refused',
    ['components/api/settings.env', 'CARDFLOW_INBOX_ENABLED=false', 'CARDFLOW_INBOX_ENABLED=true'],
    /the API must serve requests and consume nothing/,
  );
  refuses(
    'an API of another group than the worker is refused',
    ['components/api/settings.env', 'GROUP_ID=cardflow', 'GROUP_ID=cards'],
    /the API and the worker differ in CARDFLOW_INBOX_GROUP_ID/,
  );
  refuses(
    'an API that migrates is refused',
    ['components/api/settings.env', 'MIGRATE_AT_START=false', 'MIGRATE_AT_START=true'],
    /Deployment\/cardflow-api migrates the schema itself/,
  );
  refuses(
    'an API with the right to a group of the worker is refused',
    [
      'kafka/users.yaml',
      'in a group of its own.\n      - resource:\n          type: group\n          name: cardflow-changes-',
      'in a group of its own.\n      - resource:\n          type: group\n          name: cardflow-',
    ],
    /KafkaUser\/cardflow-api has rights to groups or transactional ids of the worker/,
  );
  refuses(
    'a Service of a port that does not exist is refused',
    ['components/api/service.yaml', 'targetPort: http', 'targetPort: https'],
    /Deployment\/cardflow-api has no port https/,
  );
  refuses(
    'a Service of no pods is refused',
    ['components/api/service.yaml', 'component: api\n  ports', 'component: apis\n  ports'],
    /Service\/cardflow-api selects the pods of 0 workloads/,
  );
  refuses(
    'an API that is killed before it has stopped is refused',
    ['components/api/deployment.yaml', '- "5"', '- "15"'],
    /Deployment\/cardflow-api: stopping may take 50 s, and it is killed after 45 s/,
  );
  refuses(
    'an API that is not let out to the issuer of tokens is refused',
    ['components/api/networkpolicy.yaml', 'port: 443', 'port: 8443'],
    /Deployment\/cardflow-api is not let out to port 443/,
  );
  test('a component that no overlay uses is refused', async () => {
    await assert.rejects(
      broken('overlays/prod/kustomization.yaml', '  - ../../components/api\n', ''),
      /components\/api: no overlay uses it/,
    );
  });
});
