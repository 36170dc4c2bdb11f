# One cluster's page
