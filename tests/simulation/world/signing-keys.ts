/** What every process of a simulated Roost and the sandboxes share. */
export const secrets = {
  token: "sim-qstash-token",
  currentSigningKey: "sig_sim_current",
  nextSigningKey: "sig_sim_next",
  clientId: "sim-client",
  clientSecret: "sim-client-secret",
};
